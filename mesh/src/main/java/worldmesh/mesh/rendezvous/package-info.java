/** What a peer and a rendezvous node say to each other over a WebSocket, and the peer's side of it. Pure. */
@NullMarked
package worldmesh.mesh.rendezvous;

import org.jspecify.annotations.NullMarked;
