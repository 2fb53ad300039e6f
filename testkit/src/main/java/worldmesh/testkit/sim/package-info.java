/** Virtual time: one queue of events for all simulated nodes, and the hash of what happened. Pure. */
@NullMarked
package worldmesh.testkit.sim;

import org.jspecify.annotations.NullMarked;
