package worldmesh.samples.lanparty.play;

import java.util.HashSet;
import java.util.Set;
import worldmesh.world.command.CommandId;

/**
 * Counts what a bot asks for and is granted while the party stands. What waited for a majority first counts as asked
 * for only: a burst at the end of a split is nobody's pace. Confined to the game's thread.
 */
public final class Diligence {
    private static final double REPORT_SECONDS = 1;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Set<CommandId> waited = new HashSet<>();
    private boolean counts;
    private double seconds;
    private long askedBefore;
    private int tried;
    private int accepted;

    /**
     * What happened in some time of a standing party.
     *
     * @param tried commands that were asked for
     * @param accepted commands that were granted
     * @param millis how long it was
     */
    public record Stint(int tried, int accepted, long millis) {}

    /** A command waits for the party's majority. */
    public void provisional(CommandId command) {
        waited.add(command);
    }

    /** A command was granted. */
    public void accepted(CommandId command) {
        if (!waited.remove(command) && counts) {
            accepted++;
        }
    }

    /** A command was refused. */
    public void rejected(CommandId command) {
        waited.remove(command);
    }

    /** Time has passed in which {@code acts} says whether a bot played in a standing party. */
    public void pass(double elapsed, boolean acts, long askedSoFar) {
        if (acts && counts) {
            seconds += elapsed;
            tried += Math.toIntExact(askedSoFar - askedBefore);
        }
        counts = acts;
        askedBefore = askedSoFar;
    }

    /** True if there is a second or more to tell of. */
    public boolean isDue() {
        return seconds >= REPORT_SECONDS;
    }

    /** What happened since the last time; begins anew. */
    public Stint take() {
        Stint stint = new Stint(tried, accepted, Math.round(seconds * MILLIS_PER_SECOND));
        seconds = 0;
        tried = 0;
        accepted = 0;
        return stint;
    }
}
