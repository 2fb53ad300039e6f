/**
 * Motion as differences: what is sent against what the receiver said it has. Pure; depends on the ids and bits of
 * crdt-world and on the messages.
 */
@NullMarked
package worldmesh.peer.stream;

import org.jspecify.annotations.NullMarked;
