package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.Summaries;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SectorSummary;
import worldmesh.world.summary.SummarySum;

/**
 * Makes the summaries of far cells for the neighbours that ask this side: each cell when it changed, a coarse one less
 * often than a fine one. Confined to the session's thread.
 */
final class FarMaker {
    /** Between two rounds. */
    static final long ROUND_NANOS = 500_000_000L;

    /** A cell of scale 0 is told at most this often, one of twice the width half as often, up to 16 times as long. */
    static final long CELL_NANOS = 2_000_000_000L;

    private static final int SLOWEST = 4;

    private final SessionScope scope;
    private final FarLeaves leaves;
    private final Map<PeerId, Map<SectorId, Told>> asking = new TreeMap<>();
    private long nextNanos;
    private long lastMillis = Long.MIN_VALUE;

    /** What a neighbour was told of a cell, and when. */
    private record Told(SectorSummary summary, long nanos) {}

    FarMaker(SessionScope scope) {
        this.scope = scope;
        this.leaves = new FarLeaves(scope.world);
    }

    /** A neighbour asks this side, with this interest; or asks no more. */
    void onWants(PeerId peer, Interest interest, boolean asks) {
        if (!asks || !interest.hasCells()) {
            asking.remove(peer);
            return;
        }
        // The neighbour keeps what it has of cells that stay far, so that a step costs the new cells alone.
        asking.computeIfAbsent(peer, key -> new TreeMap<>()).keySet().removeIf(cell -> !interest.isCell(cell));
    }

    void onLinkDown(PeerId peer) {
        asking.remove(peer);
    }

    void onTime() {
        if (asking.isEmpty() || scope.nowNanos < nextNanos) {
            return;
        }
        nextNanos = scope.nowNanos + ROUND_NANOS;
        leaves.begin();
        asking.forEach((peer, told) -> {
            PeerLink link = scope.links.admitted(peer);
            // Near things first: a neighbour that is not told yet what is near hears of the rest later.
            if (link != null && link.sync().heard()) {
                tell(link, told);
            }
        });
    }

    private void tell(PeerLink link, Map<SectorId, Told> told) {
        Map<SectorId, SummarySum> cells = new TreeMap<>();
        Set<SectorId> unread = new TreeSet<>();
        for (SectorId sector : scope.world.replica().sectors()) {
            SectorId cell = link.sync().interest().cell(sector);
            SummarySum leaf = cell == null ? null : leaves.of(sector);
            if (cell != null && leaf != null) {
                cells.computeIfAbsent(cell, SummarySum::new).add(leaf);
            } else if (cell != null) {
                unread.add(cell);
            }
        }
        told.keySet().forEach(cell -> cells.computeIfAbsent(cell, SummarySum::new));
        List<SectorSummary> due = new ArrayList<>();
        cells.forEach((cell, sum) -> {
            SectorSummary summary = sum.summary();
            boolean whole = !unread.contains(cell);
            if (whole && due.size() < Summaries.CELLS_MAX && isDue(summary, told.get(cell))) {
                due.add(summary);
            }
        });
        if (!due.isEmpty() && send(link, due)) {
            due.forEach(summary -> told.put(summary.cell(), new Told(summary, scope.nowNanos)));
        }
    }

    private boolean isDue(SectorSummary summary, @Nullable Told before) {
        if (before == null) {
            return !summary.isEmpty();
        }
        long pause = CELL_NANOS << Math.min(summary.cell().scale(), SLOWEST);
        return !summary.equals(before.summary) && scope.nowNanos - before.nanos >= pause;
    }

    private boolean send(PeerLink link, List<SectorSummary> due) {
        lastMillis = Math.max(lastMillis + 1, scope.worldMillis());
        byte[] world = scope.world.replica().manifest().worldId().hash().bytes();
        Summaries message = Summaries.of(scope.world.parts().signer(), world, lastMillis, due);
        return link.trySend(Lane.BULK, PeerLink.SOCIAL_STREAM, message);
    }
}
