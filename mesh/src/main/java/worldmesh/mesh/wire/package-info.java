/** The layout of datagrams, bit-exact as in docs/wire-mesh.md. Pure; depends on {@code runtime.bytes} only. */
@NullMarked
package worldmesh.mesh.wire;

import org.jspecify.annotations.NullMarked;
