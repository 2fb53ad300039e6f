/** Damaged input for every reader of bytes that peers and files bring. Depends on the readers and on {@code testkit}. */
@NullMarked
package worldmesh.simulation.fuzz;

import org.jspecify.annotations.NullMarked;
