package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Snapshot;

/**
 * Makes the cuts that the log of the roster's majority names, in their order, each once all that it is of is here.
 * Below a cut memory is bounded by what lives. Replicas that know the same batches and have made the same cuts show
 * the same world. Same thread as the replica.
 */
public final class Stability {
    private final Replica replica;
    private final SortedMap<SectorId, List<Cut>> waiting = new TreeMap<>();
    private long made;
    private long tooLate;

    /** Makes cuts in this replica. */
    public Stability(Replica replica) {
        this.replica = replica;
    }

    /** The number of the newest cut that was made in a sector, 0 for none. */
    public long number(SectorId sector) {
        SectorReplica found = replica.book.known(sector);
        return found == null ? 0 : found.state().cut();
    }

    /** Takes the next entry of the log; answers what changed, which is little, as writes that come late are rare. */
    public List<Change> learn(Cut cut) {
        if (cut.number() > number(cut.sector())) {
            waiting.computeIfAbsent(cut.sector(), key -> new ArrayList<>()).add(cut);
        }
        return retry();
    }

    /** Makes the cuts that waited for batches which came meanwhile. */
    public List<Change> retry() {
        replica.closeEdits();
        boolean any = false;
        for (List<Cut> cuts : waiting.values()) {
            while (!cuts.isEmpty() && make(cuts.get(0))) {
                cuts.remove(0);
                any = true;
            }
        }
        return any ? List.copyOf(replica.book.changes().finish(Origin.REMOTE)) : List.of();
    }

    private boolean make(Cut cut) {
        long before = number(cut.sector());
        SectorReplica.Settling settling = replica.book.settle(cut);
        made += number(cut.sector()) > before ? 1 : 0;
        tooLate += settling == SectorReplica.Settling.TOO_LATE ? 1 : 0;
        return settling == SectorReplica.Settling.SETTLED;
    }

    /** True if cuts wait, so that a snapshot of a cut may be of use. */
    public boolean waits(SectorId sector) {
        List<Cut> cuts = waiting.get(sector);
        return cuts != null && !cuts.isEmpty();
    }

    /**
     * What lies below the newest cut of a sector, for who is behind it: with the batches retained above it the whole
     * sector. Null if there was no cut.
     */
    public @Nullable Snapshot snapshot(SectorId sector) {
        SectorReplica found = replica.book.known(sector);
        SectorState settled = found == null ? null : found.settled();
        return settled == null ? null : Snapshot.of(replica.manifest().worldId(), settled);
    }

    /**
     * The cut that members of a roster allow who reported these vectors, each under the replica it writes as; null if
     * nothing more is stable. It counts once the log of the roster's majority has it. Who proposes must have made all
     * cuts that the log names: two cuts of one number make two worlds.
     */
    public @Nullable Cut propose(SectorId sector, Map<Long, VersionVector> members) {
        replica.closeEdits();
        SectorReplica found = replica.book.known(sector);
        if (found == null || members.isEmpty()) {
            return null;
        }
        VersionVector own = replica.vector(sector);
        VersionVector reached = new VersionVector();
        SortedMap<Long, Long> stable = new TreeMap<>(Long::compareUnsigned);
        own.entries().forEach((author, sequence) -> {
            long all = sequence;
            for (VersionVector vector : members.values()) {
                all = Math.min(all, vector.last(author));
            }
            VersionVector self = members.get(author);
            reached.set(author, self == null ? all : Math.max(all, Math.min(sequence, self.last(author))));
            long clock = all == 0 ? 0 : found.clock(author, all);
            if (clock != 0) {
                stable.put(author, clock);
            }
        });
        boolean unknown = members.entrySet().stream()
                .anyMatch(each -> each.getValue().last(each.getKey()) > own.last(each.getKey()));
        SectorState below = found.settled();
        boolean further = below == null ? reached.size() > 0 : !below.vector().covers(reached);
        boolean onward = below == null || reached.covers(below.vector());
        return unknown || !further || !onward ? null : new Cut(sector, number(sector) + 1, stable, reached);
    }

    /**
     * Counts for metrics.
     *
     * @param made cuts made
     * @param waiting cuts that wait
     * @param tooLate how often a cut could not be made by batches, as they were gone
     */
    public record Stats(long made, int waiting, long tooLate) {}

    /** Counts for metrics. */
    public Stats stats() {
        return new Stats(made, waiting.values().stream().mapToInt(List::size).sum(), tooLate);
    }
}
