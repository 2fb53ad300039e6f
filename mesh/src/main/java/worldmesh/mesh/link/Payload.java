package worldmesh.mesh.link;

import java.util.Arrays;

/**
 * The bytes of one message where they lie. A view that is handed out is lent: it shows the message during the call and
 * nothing afterwards; who keeps the bytes takes a {@link #copy}. Confined to the thread of the call.
 */
public final class Payload {
    private static final byte[] NONE = new byte[0];

    private byte[] data = NONE;
    private int offset;
    private int length;
    private boolean given;

    /** A view of the whole of {@code message}, which is not copied. */
    public static Payload of(byte[] message) {
        return new Payload().over(message, 0, message.length);
    }

    /** Shows other bytes from now on. */
    public Payload over(byte[] other, int from, int count) {
        if (from < 0 || count < 0 || count > other.length - from) {
            throw new IllegalArgumentException(
                    "range " + from + "+" + count + " is outside an array of " + other.length + " bytes");
        }
        data = other;
        offset = from;
        length = count;
        given = false;
        return this;
    }

    /** Shows {@code whole}, which was made for this message: the first {@link #copy} hands out the array itself. */
    public Payload give(byte[] whole) {
        over(whole, 0, whole.length);
        given = true;
        return this;
    }

    /** Shows nothing from now on. */
    public void release() {
        over(NONE, 0, 0);
    }

    /** True if {@link #copy} copies nothing. */
    public boolean isGiven() {
        return given;
    }

    /** The array the message lies in, to be read only. */
    public byte[] data() {
        return data;
    }

    /** Where in {@link #data} it begins. */
    public int offset() {
        return offset;
    }

    /** Its size in bytes. */
    public int length() {
        return length;
    }

    /** The message in an array of the caller's own. */
    public byte[] copy() {
        if (given) {
            given = false;
            return data;
        }
        return Arrays.copyOfRange(data, offset, offset + length);
    }

    /** Copies the message to {@code target} from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(data, offset, target, at, length);
    }
}
