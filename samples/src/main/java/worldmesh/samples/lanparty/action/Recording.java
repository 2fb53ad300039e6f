package worldmesh.samples.lanparty.action;

import java.util.ArrayList;
import java.util.List;

/**
 * A recorded party: one command a line, each after a pause. A line is {@code +MILLIS command}, or a command alone for a
 * pause of {@value #PAUSE_MILLIS} ms; empty lines and lines with {@code #} in front are comments. Immutable.
 */
public final class Recording {
    /** What a person takes between two commands. */
    static final int PAUSE_MILLIS = 250;

    private static final int PAUSE_MAX = 3_600_000;
    private static final int LINES_MAX = 100_000;

    private final List<Step> steps;

    private Recording(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** One command and when it is due, in milliseconds from the start. */
    public record Step(long atMillis, String line) {}

    /** Reads a recording; a bad line is refused with its number. */
    public static Recording parse(List<String> lines) {
        if (lines.size() > LINES_MAX) {
            throw new BadLineException("a recording has at most " + LINES_MAX + " lines");
        }
        List<Step> steps = new ArrayList<>();
        long atMillis = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                Step step = step(line, atMillis);
                ActionParser.parse(step.line());
                atMillis = step.atMillis();
                steps.add(step);
            } catch (BadLineException e) {
                throw new BadLineException("line " + (i + 1) + " '" + line + "': " + e.getMessage());
            }
        }
        return new Recording(steps);
    }

    private static Step step(String line, long atMillis) {
        if (!line.startsWith("+")) {
            return new Step(atMillis + PAUSE_MILLIS, line);
        }
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new BadLineException("usage: +MILLIS command");
        }
        Words pause = new Words(line.substring(1, space), "+MILLIS command");
        return new Step(
                atMillis + pause.number(0, PAUSE_MAX), line.substring(space).strip());
    }

    /** The commands in order. */
    public List<Step> steps() {
        return steps;
    }
}
