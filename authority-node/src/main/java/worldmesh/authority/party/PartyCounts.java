package worldmesh.authority.party;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a member met that ought not to be, since it was opened. Confined to the owner's thread. */
final class PartyCounts {
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    /** What is counted, by the noun and the participle of its metric. */
    enum Kind {
        /** Holders that broke the rules, signed a state that is not the log's, or show no proofs. */
        HOLDERS_ACCUSED,
        /** Times that one of them was heard again. */
        HOLDERS_HEARD_AGAIN,
        /** Grants by votes of a roster that is in force no more. */
        GRANTS_OUTVOTED,
        /** Words of members that they promised a higher epoch, said more often than they are believed. */
        PROMISES_DOUBTED,
        /** States that were taken over. */
        STATES_TAKEN,
        /** Steps that took entries off the disk. */
        LOG_CUTS,
        /** Entries that they took. */
        LOG_ENTRIES_CUT,
        /** The bytes of these entries. */
        LOG_BYTES_CUT
    }

    void add(Kind kind) {
        add(kind, 1);
    }

    void add(Kind kind, long amount) {
        counts.merge(kind, amount, Long::sum);
    }

    SortedMap<String, Long> byName() {
        SortedMap<String, Long> all = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            all.put(kind.name().toLowerCase(Locale.ROOT), counts.getOrDefault(kind, 0L));
        }
        return all;
    }
}
