package worldmesh.authority.pipeline;

import java.util.List;
import worldmesh.peer.port.WorldStore;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;

/** What a session does about cuts, in its simplest form. */
final class CutBench {
    private CutBench() {}

    /** Takes what was settled at another, below which it keeps no batches, if batches are not enough. */
    static void take(Replica other, SectorId sector, Replica into, WorldStore store) {
        if (other.needsSnapshot(sector, into.vector(sector))) {
            Stability.Told told = new Stability(other).told(sector);
            if (new Stability(into).install(told.snapshot(), other.vector(sector)) != null) {
                store.append(told.snapshot());
            }
        }
    }

    /** Makes cuts of a sector and keeps what they leave. */
    static void settle(List<Cut> cuts, Replica in, WorldStore store) {
        SectorId sector = cuts.get(0).sector();
        Stability stability = new Stability(in);
        long before = stability.number(sector);
        cuts.forEach(stability::learn);
        if (stability.number(sector) > before) {
            store.fold(sector);
        }
    }
}
