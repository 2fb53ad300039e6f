package worldmesh.authority.pipeline;

import java.util.EnumMap;
import java.util.Map;
import worldmesh.authority.admit.Refusal;

/** What an authority did since it was opened. Confined to the owner's thread. */
public final class Counts {
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private long accepted;
    private long rejected;
    private long repeated;
    private long overflowed;

    Counts() {}

    void accept() {
        accepted++;
    }

    void reject() {
        rejected++;
    }

    void repeat() {
        repeated++;
    }

    void overflow() {
        overflowed++;
    }

    void refuse(Refusal kind) {
        refusals.merge(kind, 1L, Long::sum);
    }

    /** Commands that changed the world. */
    public long accepted() {
        return accepted;
    }

    /** Commands that the rules or the ledger rejected. */
    public long rejected() {
        return rejected;
    }

    /** Retries of commands that wait or were answered. */
    public long repeated() {
        return repeated;
    }

    /** Commands dropped because the tick's queue was full. */
    public long overflowed() {
        return overflowed;
    }

    /** Commands that were not judged, by reason. */
    public long refused(Refusal kind) {
        return refusals.getOrDefault(kind, 0L);
    }
}
