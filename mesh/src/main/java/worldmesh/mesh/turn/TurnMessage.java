package worldmesh.mesh.turn;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a server's STUN message says (RFC 8489 §5, RFC 8656 §18): its shape holds, nothing is believed yet. What comes
 * after MESSAGE-INTEGRITY is not covered by it and is left out.
 *
 * @param method one of {@link TurnMethod}
 * @param kind request, indication, success or error
 * @param id ties an answer to its request
 * @param attributes its fields
 */
public record TurnMessage(int method, Kind kind, Id id, Attributes attributes) {
    static final int HEADER_BYTES = 20;
    static final int COOKIE = 0x2112A442;

    /** A realm or a nonce: more would not fit into a request beside the rest. RFC 8489 allows 763 bytes. */
    static final int TEXT_MAX_BYTES = 255;

    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int CHANNEL_NUMBER = 0x000C;
    static final int LIFETIME = 0x000D;
    static final int XOR_PEER_ADDRESS = 0x0012;
    static final int DATA = 0x0013;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int XOR_RELAYED_ADDRESS = 0x0016;
    static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    static final int REQUESTED_TRANSPORT = 0x0019;
    static final int ADDITIONAL_ADDRESS_FAMILY = 0x8000;

    /** The same in the draft before RFC 8656; coturn 4.6 knows this number alone. */
    static final int ADDITIONAL_ADDRESS_FAMILY_DRAFT = 0x8032;

    static final int FINGERPRINT = 0x8028;

    private static final int FINGERPRINT_XOR = 0x5354554e;

    /** The class of a message (RFC 8489 §5). */
    public enum Kind {
        /** Asks. */
        REQUEST(0),
        /** Tells, and wants no answer. */
        INDICATION(0x0010),
        /** Says yes. */
        SUCCESS(0x0100),
        /** Says no. */
        ERROR(0x0110);

        /** Where they stand in the type of a message. */
        final int bits;

        Kind(int bits) {
            this.bits = bits;
        }

        static Kind of(int type) {
            boolean answer = (type & 0x0100) != 0;
            boolean second = (type & 0x0010) != 0;
            return answer ? second ? ERROR : SUCCESS : second ? INDICATION : REQUEST;
        }
    }

    /** The 96 bits that tie an answer to its request. */
    public record Id(long high, int low) {}

    /** The fields this client reads. Absent ones are null, empty or negative. */
    public static final class Attributes {
        byte @Nullable [] realm;
        byte @Nullable [] nonce;

        @Nullable InetSocketAddress mapped;

        @Nullable InetSocketAddress relayed;

        @Nullable InetSocketAddress relayedSix;

        @Nullable InetSocketAddress peer;

        int errorCode = -1;
        long lifetimeSeconds = -1;
        int dataOffset = -1;
        int dataLength;
        int integrityOffset = -1;

        /** The number of an error, 300 to 699; negative if there is none. */
        public int errorCode() {
            return errorCode;
        }

        /** Where a Data indication's payload begins; negative if there is none. */
        public int dataOffset() {
            return dataOffset;
        }

        /** How long that is. */
        public int dataLength() {
            return dataLength;
        }
    }

    /** True if the first byte is one of a STUN message (RFC 7983 §7). */
    static boolean claims(byte first) {
        return (first & 0xC0) == 0;
    }

    /** Reads a message; null for whatever is not well-formed. Never throws. */
    public static @Nullable TurnMessage read(byte[] data, int length) {
        ByteBuffer in = ByteBuffer.wrap(data, 0, Math.min(length, data.length));
        boolean whole = in.limit() >= HEADER_BYTES
                && claims(data[0])
                && in.limit() % 4 == 0
                && (in.getShort(2) & 0xFFFF) == in.limit() - HEADER_BYTES
                && in.getInt(4) == COOKIE;
        if (!whole) {
            return null;
        }
        int type = in.getShort(0);
        Id id = new Id(in.getLong(8), in.getInt(16));
        Attributes attributes = new Attributes();
        in.position(HEADER_BYTES);
        while (in.hasRemaining()) {
            if (in.remaining() < 4 || !take(in, data, attributes)) {
                return null;
            }
        }
        int method = (type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2);
        return new TurnMessage(method, Kind.of(type), id, attributes);
    }

    private static boolean take(ByteBuffer in, byte[] data, Attributes into) {
        int start = in.position();
        int type = in.getShort() & 0xFFFF;
        int size = in.getShort() & 0xFFFF;
        int padded = size + 3 & ~3;
        if (padded > in.remaining()) {
            return false;
        }
        ByteBuffer value = in.slice(in.position(), size);
        in.position(in.position() + padded);
        if (type == FINGERPRINT) {
            return size == 4 && !in.hasRemaining() && value.getInt(0) == fingerprint(data, start);
        }
        return into.integrityOffset >= 0 || new Taker(in, into).take(type, value, start);
    }

    static int fingerprint(byte[] data, int length) {
        CRC32 crc = new CRC32();
        crc.update(data, 0, length);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private record Taker(ByteBuffer message, Attributes into) {
        boolean take(int type, ByteBuffer value, int start) {
            return switch (type) {
                case MESSAGE_INTEGRITY -> {
                    into.integrityOffset = start;
                    yield value.limit() == TurnKey.INTEGRITY_BYTES;
                }
                case ERROR_CODE -> takeError(value);
                case REALM, NONCE -> takeText(type, value);
                case XOR_MAPPED_ADDRESS, XOR_RELAYED_ADDRESS, XOR_PEER_ADDRESS -> takeAddress(type, value);
                case LIFETIME -> takeLifetime(value);
                case DATA -> takeData(value);
                default -> true;
            };
        }

        private boolean takeText(int type, ByteBuffer value) {
            int from = value.arrayOffset();
            byte[] text = Arrays.copyOfRange(value.array(), from, from + value.limit());
            if (type == REALM) {
                into.realm = text;
            } else {
                into.nonce = text;
            }
            return text.length <= TEXT_MAX_BYTES;
        }

        private boolean takeAddress(int type, ByteBuffer value) {
            InetSocketAddress address = XorAddress.read(message, value);
            switch (type) {
                case XOR_MAPPED_ADDRESS -> into.mapped = address;
                case XOR_RELAYED_ADDRESS -> takeRelayed(address);
                default -> into.peer = address;
            }
            return address != null;
        }

        private void takeRelayed(@Nullable InetSocketAddress address) {
            if (address != null && address.getAddress() instanceof Inet6Address) {
                into.relayedSix = address;
            } else {
                into.relayed = address;
            }
        }

        // RFC 8489 §14.8: 21 bits of nothing, three of the hundreds, eight of the rest.
        private boolean takeError(ByteBuffer value) {
            if (value.limit() < 4) {
                return false;
            }
            int hundreds = value.get(2) & 7;
            int rest = value.get(3) & 0xFF;
            into.errorCode = hundreds * 100 + rest;
            return hundreds >= 3 && hundreds <= 6 && rest < 100;
        }

        private boolean takeLifetime(ByteBuffer value) {
            if (value.limit() != 4) {
                return false;
            }
            into.lifetimeSeconds = value.getInt(0) & 0xFFFFFFFFL;
            return true;
        }

        private boolean takeData(ByteBuffer value) {
            into.dataOffset = value.arrayOffset();
            into.dataLength = value.limit();
            return true;
        }
    }
}
