package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
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

    /**
     * The next cut of a sector as a work to be done beside this thread, so that the larger the sector the longer it
     * takes, but nobody waits; null if it cannot be made yet, or not of what is here.
     */
    public @Nullable CutWork begin(Cut cut) {
        replica.closeEdits();
        return replica.book.begin(cut);
    }

    /**
     * Takes over a work that is over; answers what changed. The cut is not made, and can be begun again, if the sector
     * was replaced meanwhile.
     */
    public List<Change> finish(CutWork work) {
        replica.closeEdits();
        if (!work.isOver()) {
            throw new IllegalStateException("the work on cut " + work.cut().number() + " of sector "
                    + work.cut().sector() + " is not over; collect and run it until it is");
        }
        SectorReplica.Settling settling = replica.book.finish(work);
        made += settling == SectorReplica.Settling.SETTLED ? 1 : 0;
        tooLate += settling == SectorReplica.Settling.TOO_LATE ? 1 : 0;
        return List.copyOf(replica.book.changes().finish(Origin.REMOTE));
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
     * What a peer that is behind is told of a sector, and how far it is then: what lies below the newest cut, so that
     * it can make the next one, or all where there was none.
     */
    public Told told(SectorId sector) {
        Snapshot settled = snapshot(sector);
        SectorReplica found = replica.book.known(sector);
        return settled == null || found == null
                ? new Told(replica.snapshot(sector), replica.vector(sector))
                : new Told(settled, found.belowVector());
    }

    /** A snapshot and its vector. */
    public record Told(Snapshot snapshot, VersionVector at) {}

    /**
     * Joins a snapshot of a peer that has that much in all, with the checks of {@link Replica#install}. One of a later
     * cut takes the place also of batches that nobody can tell apart here any more, if the peer has them: it sends them
     * again, and this replica knows less until then.
     */
    public @Nullable List<Change> install(Snapshot snapshot, VersionVector sender) {
        return replica.install(snapshot, state -> replica.book.install(state, snapshot.packed(), sender));
    }

    /**
     * What a replica carries beside what lives, over all its sectors.
     *
     * @param cuts that were made
     * @param batches retained, with their signatures
     * @param stamps kept to tell writes apart: of registers, and exclusions of sets
     * @param deadRuns runs of dead entities
     */
    public record Weight(long cuts, long batches, long stamps, long deadRuns) {}

    /** What the replica carries beside what lives; walks through all of it. */
    public Weight weight() {
        replica.closeEdits();
        long cuts = 0;
        long batches = 0;
        long stamps = 0;
        long deadRuns = 0;
        for (SectorReplica sector : replica.book.sectors().values()) {
            cuts += sector.state().cut();
            batches += sector.log().count();
            stamps += sector.state().unsettled();
            deadRuns += sector.state().deadRuns();
        }
        return new Weight(cuts, batches, stamps, deadRuns);
    }

    /** How many copies of entities a sector has: what a cut costs. */
    public int copies(SectorId sector) {
        SectorReplica found = replica.book.known(sector);
        return found == null ? 0 : found.state().size();
    }

    /**
     * The cut that members of a roster allow who reported these vectors, each under the replica it writes as; null if
     * nothing more is stable. It counts once the log of the roster's majority has it. Who proposes must have made all
     * cuts that the log names: two cuts of one number make two worlds.
     */
    public @Nullable Cut propose(SectorId sector, Map<Long, VersionVector> members) {
        return propose(sector, members.values(), members::get);
    }

    /** The same where a member writes, or wrote, as several replicas: its vector is asked for by any of them. */
    public @Nullable Cut propose(
            SectorId sector, Collection<VersionVector> members, LongFunction<@Nullable VersionVector> ofAuthor) {
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
            for (VersionVector vector : members) {
                all = Math.min(all, vector.last(author));
            }
            VersionVector self = ofAuthor.apply(author);
            reached.set(author, self == null ? all : Math.max(all, Math.min(sequence, self.last(author))));
            long clock = all == 0 ? 0 : found.clock(author, all);
            if (clock != 0) {
                stable.put(author, clock);
            }
        });
        boolean unknown = members.stream().anyMatch(vector -> wroteMore(vector, own, ofAuthor));
        VersionVector below = found.belowVector();
        boolean further = number(sector) == 0 ? reached.size() > 0 : !below.covers(reached);
        return unknown || !further || !reached.covers(below)
                ? null
                : new Cut(sector, number(sector) + 1, stable, reached);
    }

    private static boolean wroteMore(
            VersionVector member, VersionVector own, LongFunction<@Nullable VersionVector> ofAuthor) {
        return member.entries().entrySet().stream()
                .anyMatch(each ->
                        each.getValue() > own.last(each.getKey()) && member.equals(ofAuthor.apply(each.getKey())));
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
