package worldmesh.peer.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor found.
 *
 * @param trace what both sides call the check of the ways between them
 * @param checks in the order in which one rests on another
 * @param ways each pair of addresses, as this side and the member saw it
 */
public record DoctorReport(String trace, List<Check> checks, List<Way> ways) {
    /** Copies the lists. */
    public DoctorReport {
        checks = List.copyOf(checks);
        ways = List.copyOf(ways);
    }

    /**
     * A pair of addresses.
     *
     * @param side {@code here} or {@code there}: who tried it
     * @param from {@code host}, or {@code relayed} through a server
     * @param to where the other side was looked for
     * @param kind how that address is known
     * @param outcome {@code answered}, {@code unanswered} or {@code untried}
     * @param heard true if the other side's checks came from there
     */
    public record Way(String side, String from, String to, String kind, String outcome, boolean heard) {}

    /** True if nothing is in the way. */
    public boolean healthy() {
        return checks.stream().noneMatch(Check::isFailed);
    }

    /** The first check of that name; null if there is none. */
    public @Nullable Check check(String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
