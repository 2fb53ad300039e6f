package worldmesh.samples.hybrid.play;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What stands for 20 ms of sound: as many bytes as a voice codec makes of them at 24 kbit/s, drawn from its number so
 * that whoever gets it can tell whether it is whole.
 *
 * @param number counts the frames of one player from 0
 */
record Frame(int number) {
    static final long NANOS = 20_000_000;

    private static final int SOUND_BYTES = 60;

    byte[] encode() {
        return new ByteWriter(SOUND_BYTES + Integer.BYTES)
                .i32(number)
                .bytes(sound())
                .toBytes();
    }

    private byte[] sound() {
        byte[] sound = new byte[SOUND_BYTES];
        new SplittableRandom(number).nextBytes(sound);
        return sound;
    }

    /** The frame, null if one byte is not as it was made. */
    static @Nullable Frame decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Frame frame = new Frame(in.i32());
        byte[] sound = in.bytes(SOUND_BYTES);
        return in.complete() && Arrays.equals(sound, frame.sound()) ? frame : null;
    }
}
