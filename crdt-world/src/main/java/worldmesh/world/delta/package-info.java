/** Ops and the signed batches that carry them, with their canonical codec. Pure. */
@NullMarked
package worldmesh.world.delta;

import org.jspecify.annotations.NullMarked;
