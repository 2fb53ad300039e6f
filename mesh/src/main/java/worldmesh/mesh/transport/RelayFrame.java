package worldmesh.mesh.transport;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.bytes.ByteReader;

/**
 * A datagram of another link on its way over this one, or the answer that it does not go on: {@code docs/wire-mesh.md
 * §Relays}. The array is only lent.
 *
 * @param kind which way it goes
 * @param name who it is for, or from, or for whom it was
 * @param array holds the datagram; of a refusal its one byte
 * @param offset where that begins
 * @param length how long it is
 */
@SuppressWarnings("ArrayRecordComponent")
public record RelayFrame(Kind kind, long name, byte[] array, int offset, int length) {
    /** What a frame adds to the datagram in it. */
    public static final int OVERHEAD_BYTES = 1 + RelayFrame.NAME_BYTES;

    private static final int NAME_BYTES = 7;

    /** The directions. */
    public enum Kind {
        /** To the relay: for the peer of that name. */
        TO(FrameKind.RELAY_TO),
        /** From the relay: by the peer of that name. */
        FROM(FrameKind.RELAY_FROM),
        /** From the relay: not carried to the peer of that name. */
        REFUSED(FrameKind.RELAY_REFUSED);

        private static final Kind[] ALL = values();

        private final int wire;

        Kind(int wire) {
            this.wire = wire;
        }

        static @Nullable Kind ofWire(int number) {
            for (Kind kind : ALL) {
                if (kind.wire == number) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** The answer that a datagram for {@code name} is not carried. */
    public static RelayFrame refused(long name, int reason) {
        return new RelayFrame(Kind.REFUSED, name, new byte[] {(byte) reason}, 0, 1);
    }

    /** The reason of a refusal. */
    public int reason() {
        return array[offset] & 0xFF;
    }

    /** Reads what follows the kind, to the end of the record; null if it is malformed. */
    public static @Nullable RelayFrame read(int number, ByteReader in) {
        Kind kind = Kind.ofWire(number);
        long name = 0;
        for (int i = 0; i < NAME_BYTES; i++) {
            name |= (long) in.u8() << (8 * i);
        }
        int length = kind == Kind.REFUSED ? 1 : in.remaining();
        int from = in.position();
        in.skip(length);
        boolean proper = in.ok() && length > 0 && length <= Wire.MAX_DATAGRAM_BYTES;
        return kind != null && proper ? new RelayFrame(kind, name, in.array(), from, length) : null;
    }

    /** Writes it, and answers where it ends. */
    int write(byte[] data, int start) {
        int at = start;
        data[at++] = (byte) kind.wire;
        for (int i = 0; i < NAME_BYTES; i++) {
            data[at++] = (byte) (name >>> (8 * i));
        }
        System.arraycopy(array, offset, data, at, length);
        return at + length;
    }
}
