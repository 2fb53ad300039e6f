/** Decides who is let in, and proves invitations. Pure; depends on {@code peer.wire} and crdt-world's trust. */
@NullMarked
package worldmesh.peer.admission;

import org.jspecify.annotations.NullMarked;
