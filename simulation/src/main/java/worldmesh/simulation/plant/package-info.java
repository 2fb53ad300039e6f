/** Bugs that can be planted on purpose, to prove that the simulation finds them. */
@NullMarked
package worldmesh.simulation.plant;

import org.jspecify.annotations.NullMarked;
