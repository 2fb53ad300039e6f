package worldmesh.authority.rendezvous;

/**
 * How a node shows itself to peers.
 *
 * @param key the SHA-256 of the public key in its certificate
 * @param stunPort the UDP port at which it answers STUN; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent")
public record NodeFace(byte[] key, int stunPort) {
    /** Copies. */
    public NodeFace {
        key = key.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }
}
