package worldmesh.mesh.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a STUN message (RFC 8489 §5) says before anybody acts on it: its shape holds, and these are its few fields that
 * say whom it is for.
 *
 * @param method 1 is Binding
 * @param response true for an answer, good or bad
 * @param transaction ties an answer to its request
 * @param receiver the receiver's fragment, the part of USERNAME before the colon; null if there is none
 * @param signed true if there is a FINGERPRINT, which holds, and a MESSAGE-INTEGRITY, which was not checked
 * @param mapped what XOR-MAPPED-ADDRESS says; null if there is none
 * @param other the server's other address and port (OTHER-ADDRESS, RFC 5780 §7.4); null if there is none
 */
record StunPacket(
        int method,
        boolean response,
        Transaction transaction,
        @Nullable String receiver,
        boolean signed,
        @Nullable InetSocketAddress mapped,
        @Nullable InetSocketAddress other) {
    static final int HEADER_BYTES = 20;

    static final int BINDING = 1;

    private static final int COOKIE = 0x2112A442;
    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int CHANGE_REQUEST = 0x0003;
    private static final int FINGERPRINT = 0x8028;
    private static final int OTHER_ADDRESS = 0x802C;

    /** Of those that who does not know them must ignore, one that nobody has. */
    private static final int FILLING = 0xFE57;

    private static final int ATTRIBUTE_HEAD_BYTES = 4;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final int USERNAME_MAX = 513;

    /** The 96 bits that tie an answer to its request. */
    record Transaction(long high, int low) {}

    /** RFC 7983 §7: first bytes 0 to 3 are STUN; those of our own datagrams lie above 191. */
    static boolean claims(byte[] data, int length) {
        return length > 0 && (data[0] & 0xFC) == 0;
    }

    /** Reads a message; null for whatever is not well-formed. Never throws. */
    static @Nullable StunPacket read(byte[] data, int length) {
        ByteBuffer in = ByteBuffer.wrap(data, 0, length);
        boolean whole = length >= HEADER_BYTES
                && claims(data, length)
                && length % 4 == 0
                && (in.getShort(2) & 0xFFFF) == length - HEADER_BYTES
                && in.getInt(4) == COOKIE;
        if (!whole) {
            return null;
        }
        int type = in.getShort(0);
        Attributes attributes = new Attributes();
        in.position(HEADER_BYTES);
        while (in.hasRemaining()) {
            if (!attributes.take(in, data)) {
                return null;
            }
        }
        return new StunPacket(
                (type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2),
                (type & 0x0100) != 0,
                transaction(in),
                attributes.receiver,
                attributes.integrity && attributes.fingerprint,
                attributes.mapped,
                attributes.other);
    }

    static Transaction transaction(ByteBuffer message) {
        return new Transaction(message.getLong(8), message.getInt(16));
    }

    /** A Binding request without attributes, for a server that everybody may ask. */
    static byte[] bindingRequest(Transaction transaction) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putShort((short) BINDING)
                .putShort((short) 0)
                .putInt(COOKIE)
                .putLong(transaction.high)
                .putInt(transaction.low)
                .array();
    }

    /** The same, answered from the server's other address (bit 4), or port (bit 2): RFC 5780 §7.2. */
    static byte[] changeRequest(Transaction transaction, int change) {
        return attribute(transaction, CHANGE_REQUEST, new byte[] {0, 0, 0, (byte) change});
    }

    /** The same in a datagram of {@code bytes}, a multiple of four above 24. */
    static byte[] filledRequest(Transaction transaction, int bytes) {
        return attribute(transaction, FILLING, new byte[bytes - HEADER_BYTES - ATTRIBUTE_HEAD_BYTES]);
    }

    private static byte[] attribute(Transaction transaction, int type, byte[] value) {
        return ByteBuffer.allocate(HEADER_BYTES + ATTRIBUTE_HEAD_BYTES + value.length)
                .put(bindingRequest(transaction))
                .putShort((short) type)
                .putShort((short) value.length)
                .put(value)
                .putShort(2, (short) (ATTRIBUTE_HEAD_BYTES + value.length))
                .array();
    }

    private static final class Attributes {
        @Nullable String receiver;

        @Nullable InetSocketAddress mapped;

        @Nullable InetSocketAddress other;

        boolean integrity;
        boolean fingerprint;

        /** Takes the next attribute; false if the message is malformed. */
        boolean take(ByteBuffer in, byte[] data) {
            int at = in.position();
            int type = in.getShort() & 0xFFFF;
            int size = in.getShort() & 0xFFFF;
            int padded = size + 3 & ~3;
            if (padded > in.remaining()) {
                return false;
            }
            int value = in.position();
            in.position(value + padded);
            return switch (type) {
                case USERNAME -> takeUsername(data, value, size);
                case MESSAGE_INTEGRITY -> {
                    integrity = true;
                    yield size == 20;
                }
                case XOR_MAPPED_ADDRESS -> {
                    mapped = address(in, value, size, true);
                    yield mapped != null;
                }
                case OTHER_ADDRESS -> {
                    other = address(in, value, size, false);
                    yield other != null;
                }
                case FINGERPRINT -> {
                    fingerprint = size == 4 && !in.hasRemaining() && in.getInt(value) == fingerprint(data, at);
                    yield fingerprint;
                }
                default -> true;
            };
        }

        private boolean takeUsername(byte[] data, int at, int size) {
            if (size > USERNAME_MAX) {
                return false;
            }
            String name = new String(data, at, size, StandardCharsets.US_ASCII);
            int colon = name.indexOf(':');
            receiver = colon < 0 ? null : name.substring(0, colon);
            return true;
        }

        /** Masked with the cookie and, for IPv6, the transaction, or as it is. */
        private static @Nullable InetSocketAddress address(ByteBuffer in, int at, int size, boolean masked) {
            boolean v4 = size == 8 && in.get(at + 1) == 1;
            boolean v6 = size == 20 && in.get(at + 1) == 2;
            if (!v4 && !v6) {
                return null;
            }
            byte[] host = new byte[v4 ? 4 : 16];
            for (int i = 0; i < host.length; i++) {
                host[i] = (byte) (in.get(at + 4 + i) ^ (masked ? in.get(4 + i) : 0));
            }
            int port = (in.getShort(at + 2) ^ (masked ? COOKIE >>> 16 : 0)) & 0xFFFF;
            try {
                return new InetSocketAddress(InetAddress.getByAddress(host), port);
            } catch (UnknownHostException e) {
                return null; // four or sixteen bytes are always an address
            }
        }

        private static int fingerprint(byte[] data, int length) {
            CRC32 crc = new CRC32();
            crc.update(data, 0, length);
            return (int) crc.getValue() ^ FINGERPRINT_XOR;
        }
    }
}
