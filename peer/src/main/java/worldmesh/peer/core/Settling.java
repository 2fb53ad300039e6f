package worldmesh.peer.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.replica.Change;
import worldmesh.world.replica.CutWork;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Snapshot;

/**
 * Makes the cuts that the authority's log names in this peer's replica, one at a time and beside the session's thread,
 * and keeps what they leave. A sector that cannot be cut, since what is here does not tell any more what lay below, is
 * asked for anew. Confined to one thread.
 */
final class Settling {
    /** Batches that a cut is of are mostly here, and else on their way; then the sector is asked for. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    /** Between two such questions. */
    private static final long ASK_NANOS = 5_000_000_000L;

    private final SessionScope scope;
    private final Runnable takeLocal;

    /** Since when sectors are behind their newest cut. */
    private final Map<SectorId, Behind> behind = new TreeMap<>();

    private final Shortage shortage = new Shortage();

    /** What the authority's log rests on and is not here. */
    private Supplier<Set<SectorId>> lacking = Set::of;

    /** The cut that is being made, and of which replica. */
    private @Nullable CutWork work;

    private @Nullable Replica workOf;
    private long askNanos;
    private @Nullable PeerLink asked;
    private long made;
    private long askedFor;

    /** A cut that is not made, and since when. */
    private record Behind(long number, long sinceNanos) {}

    Settling(SessionScope scope, Runnable takeLocal) {
        this.scope = scope;
        this.takeLocal = takeLocal;
    }

    private Replica replica() {
        return scope.world.replica();
    }

    /** Asks here for the sectors of which the authority's log rests on something that is not here. */
    void lackBy(Supplier<Set<SectorId>> sectors) {
        lacking = sectors;
    }

    /** A part of what is caught up with came. */
    void onCatchUp() {
        shortage.onPart(scope.nowNanos);
    }

    /** Makes cuts of one sector as far as it goes; the next ones when they are named again. */
    void settle(List<Cut> cuts) {
        Stability stability = new Stability(replica());
        Cut last = cuts.get(cuts.size() - 1);
        SectorId sector = last.sector();
        for (Cut cut : cuts) {
            if (work == null && cut.number() > stability.number(sector)) {
                takeLocal.run();
                work = stability.begin(cut);
                workOf = replica();
                proceed();
            }
        }
        if (stability.number(sector) >= last.number()) {
            behind.remove(sector);
        } else {
            behind.putIfAbsent(sector, new Behind(last.number(), scope.nowNanos));
        }
    }

    /** Goes on with the cut that is being made; each turn. */
    void proceed() {
        CutWork open = work;
        if (open == null || open.isRunning()) {
            return;
        }
        if (workOf != replica()) {
            work = null;
            return;
        }
        takeLocal.run();
        if (open.collect()) {
            scope.world.beside().accept(open);
            proceed();
        } else if (open.isOver()) {
            work = null;
            finish(open);
        }
    }

    private void finish(CutWork open) {
        SectorId sector = open.cut().sector();
        Stability stability = new Stability(replica());
        scope.world.views().onChanges(stability.finish(open));
        if (stability.number(sector) == open.cut().number()) {
            made++;
            scope.world.store().fold(sector);
        }
    }

    /** Joins a snapshot of the peer at the end of a link, null if it does not fit. */
    @Nullable List<Change> install(PeerLink link, Snapshot snapshot) {
        VersionVector has = link.sync().reported(snapshot.sector());
        return new Stability(replica()).install(snapshot, has == null ? new VersionVector() : has);
    }

    /** Asks the holder for the sectors that are behind, or lack something: {@code report} tells it what is here. */
    void onTime(Predicate<PeerId> isHolder, Consumer<PeerLink> report) {
        Stability stability = new Stability(replica());
        behind.entrySet()
                .removeIf(entry ->
                        stability.number(entry.getKey()) >= entry.getValue().number());
        boolean starves = shortage.isLasting(!lacking.get().isEmpty(), scope.nowNanos);
        if (scope.nowNanos < askNanos || (!starves && behind.keySet().stream().noneMatch(this::isStuck))) {
            return;
        }
        for (PeerLink link : scope.links.admitted()) {
            if (isHolder.test(link.peer())) {
                askNanos = scope.nowNanos + ASK_NANOS;
                askedFor++;
                asked = link;
                report.accept(link);
                asked = null;
            }
        }
    }

    private boolean isStuck(SectorId sector) {
        Behind since = behind.get(sector);
        boolean underWay = work != null && work.cut().sector().equals(sector);
        return since != null && !underWay && scope.nowNanos - since.sinceNanos() >= PATIENCE_NANOS;
    }

    /** What a report says of a sector: nothing is here of one that is asked for. */
    VersionVector toReport(SectorId sector, PeerLink link, VersionVector vector) {
        return link == asked && isStuck(sector) ? new VersionVector() : vector;
    }

    /** Cuts that were made here. */
    long made() {
        return made;
    }

    /** How often the holder was asked for sectors that are behind. */
    long askedFor() {
        return askedFor;
    }
}
