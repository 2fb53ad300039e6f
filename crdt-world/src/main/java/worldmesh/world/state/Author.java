package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;

/** Who wrote a batch, when, and under which grant; everything about it that its ops are judged by. */
public record Author(
        long replica, PeerId peer, long clock, @Nullable Grant grant) {
    /** Forgets a grant that the author does not hold. */
    public Author {
        grant = grant != null && grant.holder().equals(peer) ? grant : null;
    }

    /** True if the batch names a grant that its author holds and that reaches the sector. */
    public boolean holdsGrant(SectorId sector) {
        return grant != null && grant.covers(sector);
    }
}
