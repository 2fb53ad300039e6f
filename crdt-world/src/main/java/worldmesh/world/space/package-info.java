/** Points and rotations in space, as values that are blended for drawing. Pure; depends on nothing. */
@NullMarked
package worldmesh.world.space;

import org.jspecify.annotations.NullMarked;
