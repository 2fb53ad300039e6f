package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * Who wrote a cell, and when: what one batch did to it.
 *
 * @param author the peer whose fingerprint the certificate of the replica names; null if that is unknown
 * @param replica the identity it wrote as
 * @param stamp when, in hybrid time; for a CRITICAL write whose batch is gone 0
 * @param batch the signed evidence, null if it is no longer retained by itself
 * @param sector the sector it was written to, null if the batch is gone
 * @param ops what it did to the cell, empty if the batch is gone
 * @param shows true if the cell shows something of it: always but for a register, an element or a key that a later
 *     write replaced
 */
public record Authorship(
        @Nullable PeerId author,
        long replica,
        long stamp,
        @Nullable SignedBatch batch,
        @Nullable SectorId sector,
        List<Op> ops,
        boolean shows) {
    /** Copies the list. */
    public Authorship {
        ops = List.copyOf(ops);
    }

    /** When, in milliseconds of world time. */
    public long worldMillis() {
        return HybridClock.millis(stamp);
    }
}
