package worldmesh.mesh.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds one message in an array of its own or a lent one. Confined to the owner. */
public final class TurnWriter {
    /** The largest message: an indication around the largest datagram. */
    public static final int MAX_BYTES = 1_600;

    private static final byte[] PADDING = new byte[3];

    private final byte[] buffer;
    private final ByteBuffer out;

    /** Begins a message in {@code buffer}. */
    public TurnWriter(byte[] buffer, int method, TurnMessage.Kind kind, TurnMessage.Id id) {
        int type = (method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2) | kind.bits;
        this.buffer = buffer;
        this.out = ByteBuffer.wrap(buffer);
        out.putShort((short) type).putShort((short) 0).putInt(TurnMessage.COOKIE);
        out.putLong(id.high()).putInt(id.low());
    }

    TurnWriter put(int type, byte[] value) {
        return put(type, value, 0, value.length);
    }

    TurnWriter put(int type, byte[] value, int offset, int length) {
        out.putShort((short) type).putShort((short) length).put(value, offset, length);
        out.put(PADDING, 0, -length & 3);
        return this;
    }

    TurnWriter put(int type, int value) {
        out.putShort((short) type).putShort((short) 4).putInt(value);
        return this;
    }

    TurnWriter put(int type, InetSocketAddress address) {
        return put(type, XorAddress.write(out, address));
    }

    TurnWriter seal(TurnKey key) {
        return put(TurnMessage.MESSAGE_INTEGRITY, key.integrity(buffer, out.position()));
    }

    /** The size, once everything is in it. */
    int finish() {
        out.putShort(2, (short) (out.position() - TurnMessage.HEADER_BYTES));
        return out.position();
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, finish());
    }
}
