/**
 * The only home of Bouncy Castle: signatures, the TLS 1.3 handshake and the ciphers of records. Pure; randomness is
 * injected.
 */
@NullMarked
package worldmesh.mesh.crypto;

import org.jspecify.annotations.NullMarked;
