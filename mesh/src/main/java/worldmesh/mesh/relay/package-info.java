/**
 * Links through a third member: who may be carried, how much, by whom, and the names of such ways. Pure; depends on
 * {@code mesh.path}, {@code mesh.transport}'s bucket and {@code runtime.identity}.
 */
@NullMarked
package worldmesh.mesh.relay;

import org.jspecify.annotations.NullMarked;
