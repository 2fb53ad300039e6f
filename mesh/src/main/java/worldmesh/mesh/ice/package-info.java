/**
 * Finds ways through NATs by ICE (RFC 8445): ice4j checks pairs of addresses over the one UDP port that links use too.
 * Control plane only: no payload passes here. Owns the demultiplexing of that port; uses {@code path} and {@code
 * runtime}.
 */
@NullMarked
package worldmesh.mesh.ice;

import org.jspecify.annotations.NullMarked;
