/** Reads and writes invitation links. Pure. */
@NullMarked
package worldmesh.mesh.invite;

import org.jspecify.annotations.NullMarked;
