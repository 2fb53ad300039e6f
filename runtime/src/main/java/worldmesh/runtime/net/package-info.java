/** The datagram port: the shape every socket, real or simulated, has towards the mesh. */
@NullMarked
package worldmesh.runtime.net;

import org.jspecify.annotations.NullMarked;
