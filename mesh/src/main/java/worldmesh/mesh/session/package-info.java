/** Turns two strangers into a keyed session: cookies, handshake flows, records and their replay window. Pure. */
@NullMarked
package worldmesh.mesh.session;

import org.jspecify.annotations.NullMarked;
