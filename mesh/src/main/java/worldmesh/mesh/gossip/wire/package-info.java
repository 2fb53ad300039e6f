/** The frames of the overlay and their bytes, docs/wire-gossip.md. Pure. */
@NullMarked
package worldmesh.mesh.gossip.wire;

import org.jspecify.annotations.NullMarked;
