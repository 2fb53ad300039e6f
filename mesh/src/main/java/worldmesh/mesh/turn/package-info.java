/**
 * The client's side of TURN (RFC 8656): an allocation at a server that passes datagrams on for who reaches nobody
 * directly. Pure: bytes and the time go in, bytes and the time come out. Depends on {@code mesh.path} alone.
 */
@NullMarked
package worldmesh.mesh.turn;

import org.jspecify.annotations.NullMarked;
