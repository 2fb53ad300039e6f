package worldmesh.authority.rendezvous;

/**
 * What a rendezvous takes on.
 *
 * @param connections at once
 * @param perAddress connections at once from one address, or one IPv6 network of 64 bits
 * @param bytesPerSecond carried for all together
 * @param peerBytesPerSecond carried for one peer, from it to all others
 */
public record DeskLimits(int connections, int perAddress, long bytesPerSecond, long peerBytesPerSecond) {
    /** Peers of one world: a hosted one has no more. */
    static final int WORLD_MAX = 129;

    /** Whoever connects says by then who it is. */
    static final long REGISTER_NANOS = 5_000_000_000L;

    /** Frames but datagrams: a peer says two in 20 s, and lets in each member once. */
    static final double CONTROL_PER_SECOND = 8;

    static final double CONTROL_BURST = 160;

    /** Datagrams of a stranger: a handshake and a hello take 12, resent ones as many again. */
    static final double STRANGER_BURST = 48;

    static final double STRANGER_PER_SECOND = 12;

    /** Datagrams of all strangers together that one peer is sent. */
    static final double KNOCKS_PER_SECOND = 96;

    static final double KNOCKS_BURST = 384;

    /** Peers that one lets in; the one let in longest ago is a stranger again. */
    static final int LET_IN_MAX = 128;

    /** At the defaults of the configuration. */
    public static DeskLimits defaults() {
        return new DeskLimits(512, 16, 4_000_000, 500_000);
    }
}
