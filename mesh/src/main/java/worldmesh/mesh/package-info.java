/**
 * The mesh as its users see it: secure links to other peers over one datagram port. {@code MeshCore} is pure, {@code
 * Mesh} owns threads.
 */
@NullMarked
package worldmesh.mesh;

import org.jspecify.annotations.NullMarked;
