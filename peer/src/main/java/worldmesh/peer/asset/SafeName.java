package worldmesh.peer.asset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Makes of a name that somebody else chose one that every file system takes as a plain file in the folder it is put
 * into: never a path, a device, a hidden file, or a name that reads differently from what it is. Stateless.
 */
public final class SafeName {
    /** Bytes of a safe name: with a number and the ending of an unfinished file it stays below 255. */
    static final int BYTES_MAX = 200;

    private static final int ENDING_MAX = 16;

    /** Devices on Windows, whatever follows a dot. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");

    private SafeName() {}

    /** The safe name for {@code name}. */
    public static String of(String name) {
        StringBuilder kept = new StringBuilder();
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        last.codePoints().map(SafeName::safe).filter(each -> each > 0).forEach(kept::appendCodePoint);
        String plain = kept.toString().strip();
        while (plain.startsWith(".")) {
            plain = plain.substring(1).strip();
        }
        plain = withoutTail(shortened(plain));
        if (plain.isEmpty()) {
            return "file";
        }
        return isDevice(plain) ? "_" + plain : plain;
    }

    /** What stands for a character; 0 for nothing. */
    private static int safe(int each) {
        int type = Character.getType(each);
        boolean unseen = type == Character.FORMAT
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (unseen) {
            return 0;
        }
        return "<>:\"|?*".indexOf(each) >= 0 ? '_' : each;
    }

    /** Windows drops dots and spaces at the end, and would so open another file. */
    private static String withoutTail(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || Character.isWhitespace(name.charAt(end - 1)))) {
            end--;
        }
        return name.substring(0, end);
    }

    private static String shortened(String name) {
        if (bytes(name) <= BYTES_MAX) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && bytes(name.substring(dot)) <= ENDING_MAX ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - ending.length());
        while (bytes(stem) + bytes(ending) > BYTES_MAX) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }

    private static boolean isDevice(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        String stem = (dot < 0 ? lower : lower.substring(0, dot)).strip();
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9\u00b9\u00b2\u00b3]");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
