package worldmesh.world.command;

import java.nio.charset.StandardCharsets;

/** Keeps reasons inside their size on the wire. */
final class Reasons {
    private Reasons() {}

    static String cut(String reason) {
        int end = reason.length();
        while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > Verdict.MAX_REASON_BYTES) {
            end--;
        }
        // Never between the halves of a surrogate pair: that would not be UTF-8.
        if (end > 0 && end < reason.length() && Character.isHighSurrogate(reason.charAt(end - 1))) {
            end--;
        }
        return reason.substring(0, end);
    }
}
