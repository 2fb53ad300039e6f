package worldmesh.mesh.crypto;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * What the mesh needs of cryptography. {@link TlsMeshCrypto} is the real one; a simulation may bring a cheaper twin
 * that keeps the same promises within one process. Confined to the mesh's owner.
 */
public interface MeshCrypto {
    /** Begins a handshake as its initiator; a null {@code expected} accepts any peer that proves its key. */
    Handshake initiate(@Nullable PeerId expected);

    /** Begins a handshake as its responder. */
    Handshake respond();

    /** Begins a key agreement with a fresh key. */
    KeyAgreement agreement();

    /** This peer's signature. */
    byte[] sign(byte[] message);

    /** True if the holder of {@code key} signed. */
    boolean verify(PublicKey key, byte[] message, byte[] signature);

    /** The number this process drew at its start. */
    long instance();

    /** A cipher for the records of one direction under a key of 16 bytes and a nonce base of 12 bytes. */
    RecordCipher cipher(byte[] key, byte[] nonceBase);
}
