package worldmesh.samples.lanparty.play;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.time.Clock;
import worldmesh.world.command.CommandId;

/** Counts this player's commands and how long their answers take. */
final class Outcomes {
    /** Commands whose answer is awaited; a lost session never fills the memory. */
    private static final int ASKED_MAX = 4_096;

    private final Clock clock;
    private final Map<CommandId, Long> asked = new LinkedHashMap<>();
    private long askedEver;
    private long accepted;
    private long rejected;
    private long answerNanos = -1;

    Outcomes(Clock clock) {
        this.clock = clock;
    }

    void asked(CommandId command) {
        askedEver++;
        if (asked.size() < ASKED_MAX) {
            asked.put(command, clock.nanoTime());
        }
    }

    void accepted(CommandId command) {
        accepted++;
        answered(command);
    }

    void rejected(CommandId command) {
        rejected++;
        answered(command);
    }

    private void answered(CommandId command) {
        Long since = asked.remove(command);
        if (since != null) {
            answerNanos = clock.nanoTime() - since;
        }
    }

    int pending() {
        return asked.size();
    }

    long askedCount() {
        return askedEver;
    }

    long acceptedCount() {
        return accepted;
    }

    long rejectedCount() {
        return rejected;
    }

    /** How long the last answer took, or -1 before the first. */
    long answerMillis() {
        return answerNanos < 0 ? -1 : Math.round(answerNanos / 1e6);
    }
}
