/** Catch-up between replicas: retained batches, parking and snapshots. Pure. */
@NullMarked
package worldmesh.world.sync;

import org.jspecify.annotations.NullMarked;
