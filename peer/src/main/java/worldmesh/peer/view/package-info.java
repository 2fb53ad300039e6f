/**
 * Tells the game what changed: coalesces per entity and update, guards against listeners that throw. Pure; depends on
 * {@code peer.event} and the ids of crdt-world.
 */
@NullMarked
package worldmesh.peer.view;

import org.jspecify.annotations.NullMarked;
