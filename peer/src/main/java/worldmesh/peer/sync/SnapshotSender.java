package worldmesh.peer.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;

/** Sends one snapshot after the other. Confined to the session's thread. */
final class SnapshotSender {
    private @Nullable SectorId sector;
    private List<SnapshotPart> parts = List.of();
    private VersionVector at = new VersionVector();
    private int next;
    private long transfer;

    /** Sends parts; answers the vector of the snapshot once all are sent. */
    @Nullable VersionVector pump(Replica replica, SectorId wanted, LinkSync.Sender sender) {
        if (sector == null) {
            sector = wanted;
            Stability.Told told = new Stability(replica).told(wanted);
            at = told.at();
            parts = SnapshotParts.split(told.snapshot(), ++transfer);
            next = 0;
        }
        if (!wanted.equals(sector)) {
            return null;
        }
        while (next < parts.size()) {
            if (!sender.send(Lane.BULK, parts.get(next))) {
                return null;
            }
            next++;
        }
        sector = null;
        parts = List.of();
        return at;
    }
}
