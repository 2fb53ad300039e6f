package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;

/** Who wrote a batch, when, and under which grant; everything about it that its ops are judged by. */
public record Author(
        long replica, PeerId peer, long clock, @Nullable Grant grant) {
    /** True if the batch names a grant that its author holds and that reaches the sector. */
    public boolean holdsGrant(SectorId sector) {
        return grant != null && grant.covers(sector) && grant.holder().equals(peer);
    }
}
