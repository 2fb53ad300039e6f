package worldmesh.mesh.ice;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds messages and channel data in the stream of a TURN server: both say how long they are (RFC 8656 §3.1, §12.5).
 * A stream that says anything else is none of TURN, and ends. Confined to its reader.
 */
final class StreamFrames {
    /** The largest frame: a message around the largest datagram. */
    static final int MAX_BYTES = 2_048;

    private static final int HEAD_BYTES = 4;
    private static final int STUN_HEADER_BYTES = 20;

    private final DataInputStream in;
    private final byte[] frame = new byte[MAX_BYTES];

    StreamFrames(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** The bytes of the last frame. */
    byte[] frame() {
        return frame;
    }

    /** Reads the next frame; answers how long it is without its padding, -1 at the end of the stream. */
    int next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return -1;
        }
        frame[0] = (byte) first;
        in.readFully(frame, 1, HEAD_BYTES - 1);
        int said = ((frame[2] & 0xFF) << 8) | (frame[3] & 0xFF);
        boolean stun = (first & 0xC0) == 0;
        boolean channel = (first & 0xF0) == 0x40;
        int length = stun ? STUN_HEADER_BYTES + said : HEAD_BYTES + said;
        int padded = length + 3 & ~3;
        if ((!stun && !channel) || padded > MAX_BYTES) {
            throw new EOFException("what came is no frame of TURN: " + refused(first, said));
        }
        in.readFully(frame, HEAD_BYTES, padded - HEAD_BYTES);
        return length;
    }

    private static String refused(int first, int said) {
        return "it begins with " + first + " and says " + said + " bytes";
    }
}
