/**
 * The ports a peer needs from outside: the store that keeps its world, the authority that judges commands, the sink of
 * receipts. Implementations are found by {@link java.util.ServiceLoader}. Depends on crdt-world and runtime only.
 */
@NullMarked
package worldmesh.peer.port;

import org.jspecify.annotations.NullMarked;
