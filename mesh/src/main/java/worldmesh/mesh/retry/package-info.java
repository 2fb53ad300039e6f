/** Says when what failed is tried again. Pure; depends on nothing else of the mesh. */
@NullMarked
package worldmesh.mesh.retry;

import org.jspecify.annotations.NullMarked;
