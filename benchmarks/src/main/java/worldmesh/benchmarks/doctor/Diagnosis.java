package worldmesh.benchmarks.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.checkup.Remedy;

/**
 * What a command printed, read as a script reads it: lines {@code failed CHECK SUBJECT: …}, each with lines {@code do:
 * PLACE ACTION SUBJECT} below it.
 *
 * @param named in the order in which they were printed
 */
record Diagnosis(List<Named> named) {
    private static final Pattern FAILED = Pattern.compile("failed (\\S+?)(?: (.*?))?: .*");
    private static final String REMEDY = "  do: ";

    /** A check that failed, with its remedies. */
    record Named(String check, String subject, List<Remedy> remedies) {
        @Override
        public String toString() {
            return subject.isEmpty() ? check : check + " " + subject;
        }
    }

    Diagnosis {
        named = List.copyOf(named);
    }

    static Diagnosis of(String printed) {
        List<Named> named = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            Matcher failed = FAILED.matcher(line);
            if (failed.matches()) {
                String subject = failed.group(2) == null ? "" : failed.group(2);
                named.add(new Named(failed.group(1), subject, new ArrayList<>()));
            } else if (line.startsWith(REMEDY) && !named.isEmpty()) {
                Remedy remedy = Remedy.parse(line.substring(REMEDY.length()));
                if (remedy == null) {
                    throw new IllegalStateException("no script reads the remedy '" + line + "'");
                }
                named.get(named.size() - 1).remedies().add(remedy);
            }
        }
        return new Diagnosis(named);
    }

    List<String> names() {
        return named.stream().map(Named::toString).toList();
    }

    /** What was named before anything else; null if nothing was. */
    @Nullable Named first() {
        return named.isEmpty() ? null : named.get(0);
    }
}
