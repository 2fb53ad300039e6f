/** Says how well a link carries, by what is measured of it. Pure; depends on nothing else of the mesh. */
@NullMarked
package worldmesh.mesh.quality;

import org.jspecify.annotations.NullMarked;
