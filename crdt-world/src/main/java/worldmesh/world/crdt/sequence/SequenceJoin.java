package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins whole sequences. Of one author's units the longer log wins, of equally long ones, which only a forger makes,
 * the greater; all deletions count. Keeps no state.
 */
final class SequenceJoin {
    private SequenceJoin() {}

    /** Raises a sequence to the join with another; answers it, or a new one if a log had to give way. */
    static Sequence join(Sequence one, Sequence other) {
        Map<Author, EditLog> mine = byAuthor(one.logs());
        List<EditLog> theirs = other.logs();
        for (EditLog log : theirs) {
            EditLog own = mine.get(log.self());
            if (own != null && !own.begins(log) && !log.begins(own)) {
                return rebuilt(one.none(), mine, theirs);
            }
        }
        for (EditLog log : theirs) {
            log.apply(one, one.written(log.self()));
        }
        return one;
    }

    private static Map<Author, EditLog> byAuthor(List<EditLog> logs) {
        Map<Author, EditLog> out = new TreeMap<>();
        logs.forEach(log -> out.put(log.self(), log));
        return out;
    }

    private static Sequence rebuilt(Units none, Map<Author, EditLog> mine, List<EditLog> theirs) {
        List<EditLog> deletions = new ArrayList<>();
        mine.values().forEach(log -> deletions.add(log.deletions()));
        for (EditLog log : theirs) {
            deletions.add(log.deletions());
            mine.merge(log.self(), log, (own, their) -> own.compareInserts(their) >= 0 ? own : their);
        }
        Sequence out = new Sequence(none);
        mine.values().forEach(log -> log.apply(out, 0));
        deletions.forEach(log -> log.apply(out, Sequence.MAX_UNITS));
        return out;
    }

    /** The sequence of these logs, one for each author. */
    static Sequence of(Units none, List<EditLog> logs) {
        Sequence out = new Sequence(none);
        logs.forEach(log -> log.apply(out, 0));
        return out;
    }
}
