package worldmesh.mesh.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Wraps datagrams for peers, one after the other in the same array. Confined to the client. */
final class TurnWrap {
    private final byte[] bytes = new byte[TurnWriter.MAX_BYTES];
    private final boolean padded;

    /** {@code padded} for a stream: only there the end must be on a multiple of four (RFC 8656 §12.5). */
    TurnWrap(boolean padded) {
        this.padded = padded;
    }

    /** True if a datagram of that size fits, in an indication too. */
    static boolean fits(int length) {
        return length > 0 && length + 64 <= TurnWriter.MAX_BYTES;
    }

    /** What was wrapped last. */
    byte[] bytes() {
        return bytes;
    }

    /** Four bytes before the datagram; answers how long both are. */
    int channelData(TurnChannel channel, byte[] data, int offset, int length) {
        ByteBuffer.wrap(bytes)
                .putShort((short) channel.number)
                .putShort((short) length)
                .put(data, offset, length);
        return TurnChannel.HEADER_BYTES + (padded ? length + 3 & ~3 : length);
    }

    /** A Send indication around the datagram; answers how long both are. */
    int indication(TurnMessage.Id id, InetSocketAddress peer, byte[] data, int offset, int length) {
        return new TurnWriter(bytes, TurnMethod.SEND, TurnMessage.Kind.INDICATION, id)
                .put(TurnMessage.XOR_PEER_ADDRESS, peer)
                .put(TurnMessage.DATA, data, offset, length)
                .finish();
    }
}
