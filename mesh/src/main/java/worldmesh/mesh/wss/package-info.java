/** The connection to a rendezvous node: TLS 1.3 and WebSocket by the JDK's client, on a loop of its own. */
@NullMarked
package worldmesh.mesh.wss;

import org.jspecify.annotations.NullMarked;
