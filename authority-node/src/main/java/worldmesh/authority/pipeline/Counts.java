package worldmesh.authority.pipeline;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.authority.admit.Refusal;

/** What an authority did since it was opened. Confined to the owner's thread. */
final class Counts {
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

    /** Commands that were not judged, by reason. */
    long refused(Refusal kind) {
        return refusals.getOrDefault(kind, 0L);
    }

    /** All counts by the noun and the participle of their metric. */
    SortedMap<String, Long> byName(long brokenRules) {
        SortedMap<String, Long> all = new TreeMap<>();
        all.put("commands_accepted", accepted);
        all.put("commands_rejected", rejected);
        all.put("commands_repeated", repeated);
        all.put("commands_overflowed", overflowed);
        all.put("rules_broken", brokenRules);
        for (Refusal kind : Refusal.values()) {
            all.put("refused_" + kind.name().toLowerCase(Locale.ROOT), refused(kind));
        }
        return all;
    }
}
