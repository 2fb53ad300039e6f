package worldmesh.mesh.turn;

import java.net.InetSocketAddress;

/** A peer with a number of its own at the server. Confined to the client. */
final class TurnChannel {
    static final int FIRST = 0x4000;

    /** RFC 8656 §12. */
    static final int LAST = 0x4FFF;

    static final int HEADER_BYTES = 4;

    final InetSocketAddress peer;
    final int number;
    boolean bound;
    boolean asked;
    long renewNanos;
    long usedNanos;

    TurnChannel(InetSocketAddress peer, int number) {
        this.peer = peer;
        this.number = number;
    }

    /** True if the first byte is one of channel data (RFC 7983 §7). */
    static boolean claims(byte[] data, int length) {
        return length > 0 && (data[0] & 0xF0) == 0x40;
    }
}
