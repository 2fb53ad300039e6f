package worldmesh.peer.wire;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The compressed form of a message, docs/wire-session.md "Compressed": another message inside a DEFLATE stream whose
 * length is said in advance. What comes out is bounded by the largest message whatever goes in.
 */
public final class Compressed {
    /** The kind on the wire; no message of its own, so it has no {@link MessageKind}. */
    public static final int CODE = 17;

    /**
     * Messages up to this size are sent as they are. Those between 512 bytes and 1 KiB are 6 % of the reliable bytes of
     * a war and would be 3.5 % with a deflation each; see decision 0024.
     */
    public static final int PLAIN_BYTES_MAX = 1_024;

    /** Smaller plain messages are not taken out of a compressed one: nobody has ever compressed them. */
    private static final int LEAST_BYTES = 512;

    /** Messages are sent within a turn of a game: a third of the time of the usual level for 3 % more bytes. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    /**
     * Sent as they are: parts of files, which are mostly packed already, and what proves who somebody is or lets others
     * in, since the size of a compressed message tells of what is in it together.
     */
    private static final Set<MessageKind> PLAIN = EnumSet.of(
            MessageKind.ASSET_PART,
            MessageKind.HELLO,
            MessageKind.CREDENTIALS,
            MessageKind.CARRIED_OFFER,
            MessageKind.INVITED_BY,
            MessageKind.VOUCH_ASK);

    private Compressed() {}

    /** The form a message is sent in by who compresses. */
    public static byte[] encode(Message message) {
        byte[] plain = message.encode();
        return PLAIN.contains(message.kind()) ? plain : of(plain);
    }

    /** The compressed form of a message, or the message itself where that is not larger. */
    public static byte[] of(byte[] message) {
        if (message.length <= PLAIN_BYTES_MAX) {
            return message;
        }
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            byte[] packed = new byte[message.length];
            deflater.setInput(message);
            deflater.finish();
            int length = deflater.deflate(packed);
            ByteWriter out = new ByteWriter();
            out.u8(CODE).varint(message.length).bytes(packed, 0, length);
            return deflater.finished() && out.size() < message.length ? out.toBytes() : message;
        } finally {
            deflater.end();
        }
    }

    /** True if the bytes say that they are a compressed message. */
    public static boolean is(byte[] data) {
        return data.length > 0 && data[0] == CODE;
    }

    /** How many bytes {@code data} asks to be inflated to: 0 if it is not compressed or asks for too many. */
    public static int inflatedBytes(byte[] data) {
        return is(data) ? new ByteReader(data, 1, data.length - 1).count(Message.MAX_BYTES) : 0;
    }

    /** The message in a compressed one; null if it is malformed, too large, or not of the length it says. */
    static byte @Nullable [] open(byte[] data) {
        ByteReader in = new ByteReader(data, 1, data.length - 1);
        int size = in.count(Message.MAX_BYTES);
        if (!in.ok() || size < LEAST_BYTES) {
            return null;
        }
        int at = in.position();
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data, at, data.length - at);
            // One byte of room too many shows a stream that goes on after what it said.
            byte[] message = new byte[size + 1];
            int length = inflater.inflate(message);
            boolean whole = length == size && inflater.finished() && inflater.getRemaining() == 0;
            return whole ? Arrays.copyOf(message, size) : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
