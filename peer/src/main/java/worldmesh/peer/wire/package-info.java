/**
 * The messages two sessions exchange over a link, docs/wire-session.md. Pure; signed things of crdt-world travel as
 * opaque blocks that their own decoders check.
 */
@NullMarked
package worldmesh.peer.wire;

import org.jspecify.annotations.NullMarked;
