/** Draws from a seed what goes wrong and when. Pure. */
@NullMarked
package worldmesh.simulation.fault;

import org.jspecify.annotations.NullMarked;
