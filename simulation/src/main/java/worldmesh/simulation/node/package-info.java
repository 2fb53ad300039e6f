/** One simulated machine: its disk and clock, and the real mesh, session and authority that run on it. */
@NullMarked
package worldmesh.simulation.node;

import org.jspecify.annotations.NullMarked;
