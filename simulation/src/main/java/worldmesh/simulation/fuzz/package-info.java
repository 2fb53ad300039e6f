/** Damaged input for every reader of bytes from peers and files. Depends on the readers and on {@code testkit}. */
@NullMarked
package worldmesh.simulation.fuzz;

import org.jspecify.annotations.NullMarked;
