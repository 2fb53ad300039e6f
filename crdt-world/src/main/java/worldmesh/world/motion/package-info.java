/** Ready components of things that move in space. Pure. */
@NullMarked
package worldmesh.world.motion;

import org.jspecify.annotations.NullMarked;
