/** Announces a party on the local network and lists the parties heard. Owns multicast sockets and their threads. */
@NullMarked
package worldmesh.mesh.lan;

import org.jspecify.annotations.NullMarked;
