/** SHA-256 values and the one place that computes them. Pure. */
@NullMarked
package worldmesh.world.hash;

import org.jspecify.annotations.NullMarked;
