/** Keeps a peer's key on disk. Touches files; depends on {@code mesh.crypto}. */
@NullMarked
package worldmesh.mesh.identity;

import org.jspecify.annotations.NullMarked;
