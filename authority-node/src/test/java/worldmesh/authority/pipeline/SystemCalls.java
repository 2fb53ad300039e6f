package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a process as {@code strace -f -ttt -xx} wrote them, in the order they began and ended: a line
 * is a whole call unless another thread's call came between its begin and its end.
 */
final class SystemCalls {
    private static final Pattern BEGIN = Pattern.compile("(\\d+) +[\\d.]+ (\\w+)\\((\\d+)(.*)");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +[\\d.]+ <\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern DONE = Pattern.compile(".* = (-?\\d+)(?: .*)?");
    private static final String UNFINISHED = "<unfinished ...>";

    final List<Call> calls = new ArrayList<>();

    /** One call: lines on which it began and ended, and the bytes it was given as {@code \x00\x01…}. */
    static final class Call {
        final String name;
        final int file;
        final String bytes;
        final int begun;
        int ended = Integer.MAX_VALUE;
        boolean good;

        Call(String name, int file, String bytes, int begun) {
            this.name = name;
            this.file = file;
            this.bytes = bytes;
            this.begun = begun;
        }

        boolean isSync() {
            return name.equals("fdatasync") || name.equals("fsync");
        }

        boolean isSend() {
            return name.startsWith("send");
        }

        boolean isWrite() {
            return name.startsWith("write") || name.startsWith("pwrite");
        }

        private void end(int line, String rest) {
            Matcher done = DONE.matcher(rest);
            ended = line;
            good = done.matches() && Long.parseLong(done.group(1)) >= 0;
        }
    }

    static SystemCalls parse(List<String> lines) {
        SystemCalls found = new SystemCalls();
        Map<String, Call> unfinished = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher begin = BEGIN.matcher(lines.get(i));
            Matcher resumed = RESUMED.matcher(lines.get(i));
            if (begin.matches()) {
                Call call = new Call(begin.group(2), Integer.parseInt(begin.group(3)), begin.group(4), i);
                found.calls.add(call);
                if (begin.group(4).endsWith(UNFINISHED)) {
                    unfinished.put(begin.group(1), call);
                } else {
                    call.end(i, begin.group(4));
                }
            } else if (resumed.matches()) {
                Call call = unfinished.remove(resumed.group(1));
                if (call != null) {
                    call.end(i, resumed.group(2));
                }
            }
        }
        return found;
    }

    /** True if bytes with one of the needles were written, then synced, and the sync had returned before a line. */
    boolean syncedBefore(int line, List<String> needles) {
        for (Call write : calls) {
            if (write.isWrite() && write.good && needles.stream().anyMatch(write.bytes::contains)) {
                for (Call sync : calls) {
                    boolean after = sync.isSync() && sync.file == write.file && sync.begun > write.ended;
                    if (after && sync.good && sync.ended < line) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
