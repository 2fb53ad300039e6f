/**
 * Keeps replicas equal over links: deltas to those that lack them, version vectors, snapshots for those far behind.
 * Pure; depends on {@code peer.wire}, crdt-world and the lanes of mesh.
 */
@NullMarked
package worldmesh.peer.sync;

import org.jspecify.annotations.NullMarked;
