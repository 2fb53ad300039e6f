package worldmesh.peer.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.peer.wire.Summaries;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SectorSummary;

/** Keeps the summaries of far cells that this side asked for; never more than its interest has cells. */
final class FarSectors {
    /** A summary from further ahead is refused: nothing newer of its maker would count for so long. */
    static final long AHEAD_MILLIS = 60_000;

    private final Map<SectorId, FarSector> cells = new TreeMap<>();
    private final Map<PeerId, Long> heardMillis = new TreeMap<>();
    private Interest interest = Interest.EVERYTHING;

    /** Forgets what is no far cell any more: it is near now, or out of sight, or told in other cells. */
    void onInterest(Interest now) {
        interest = now;
        cells.keySet().removeIf(cell -> !now.isCell(cell));
    }

    /** The maker is asked no more; what it said stays until another says better. */
    void forget(PeerId maker) {
        heardMillis.remove(maker);
    }

    /** Takes all of a genuine message, or nothing: false if it is old, too new or of cells nobody asked for. */
    boolean take(PeerId maker, Summaries message, long worldMillis) {
        long before = heardMillis.getOrDefault(maker, Long.MIN_VALUE);
        boolean timely = message.worldMillis() > before && message.worldMillis() <= worldMillis + AHEAD_MILLIS;
        if (!timely || !message.cells().stream().map(SectorSummary::cell).allMatch(interest::isCell)) {
            return false;
        }
        heardMillis.put(maker, message.worldMillis());
        for (SectorSummary summary : message.cells()) {
            if (summary.isEmpty()) {
                cells.remove(summary.cell());
            } else {
                cells.put(summary.cell(), new FarSector(summary, maker, message.worldMillis()));
            }
        }
        return true;
    }

    /** What is known, finer cells first. */
    List<FarSector> all() {
        return List.copyOf(cells.values());
    }
}
