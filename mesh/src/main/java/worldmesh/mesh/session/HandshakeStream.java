package worldmesh.mesh.session;

import java.net.InetSocketAddress;
import java.util.Arrays;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.wire.Segment;

/**
 * Carries the two byte streams of a handshake in segments: takes them in order only, keeps what is not acknowledged and
 * sends it again when asked. Confined to its owner.
 */
final class HandshakeStream {
    /** Both flights of our TLS profile are below 1,000 bytes; whoever sends more than this is hostile. */
    static final int MAX_STREAM_BYTES = 8 << 10;

    private byte[] sent = new byte[0];
    private int acknowledged;
    private int received;

    /** Appends to what is to be carried to the other side. */
    void append(byte[] bytes) {
        int at = sent.length;
        sent = Arrays.copyOf(sent, at + bytes.length);
        System.arraycopy(bytes, 0, sent, at, bytes.length);
    }

    /** Counts bytes that reached the other side inside a hello. */
    void carriedByHello(int bytes) {
        acknowledged = Math.max(acknowledged, bytes);
    }

    /** Counts bytes that came inside a hello. */
    void receivedByHello(int bytes) {
        received = bytes;
    }

    /** The new bytes of a segment, empty if it brings none. */
    byte[] take(Segment segment) {
        if (segment.acknowledged() <= sent.length) {
            acknowledged = Math.max(acknowledged, segment.acknowledged());
        }
        int end = segment.offset() + segment.bytes().length;
        if (segment.offset() > received || end <= received || end > MAX_STREAM_BYTES) {
            return new byte[0];
        }
        byte[] fresh = Arrays.copyOfRange(segment.bytes(), received - segment.offset(), segment.bytes().length);
        received = end;
        return fresh;
    }

    /** True if something was sent that the other side has not acknowledged. */
    boolean unacknowledged() {
        return acknowledged < sent.length;
    }

    /** Sends everything not acknowledged, or an empty segment to say what has arrived. */
    void send(InetSocketAddress to, int receiverCid, int senderCid, MeshOutbox out) {
        int offset = acknowledged;
        do {
            int end = Math.min(sent.length, offset + Segment.MAX_BYTES);
            byte[] datagram = new Segment(
                            receiverCid, senderCid, received, offset, Arrays.copyOfRange(sent, offset, end))
                    .encode();
            out.datagram(to, datagram, 0, datagram.length);
            offset = end;
        } while (offset < sent.length);
    }
}
