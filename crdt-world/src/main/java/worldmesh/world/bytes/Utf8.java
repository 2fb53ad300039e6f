package worldmesh.world.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells texts from bytes that are none. */
public final class Utf8 {
    private Utf8() {}

    /** True if the bytes are a text and no other bytes are the same one. */
    public static boolean isValid(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] < 0) {
                byte[] again =
                        new String(bytes, offset, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                return Arrays.equals(again, 0, again.length, bytes, offset, offset + length);
            }
        }
        return true;
    }
}
