package worldmesh.world.replica;

import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.SnapshotBlocks;

/** The parts of a replica's sectors, for who believes the root that names them. Same thread as the replica. */
public final class BlockSource {
    /** A snapshot of fewer copies fits a message or two. */
    private static final int LEAST_COPIES = 4_096;

    private final Replica replica;

    /** The parts of this replica. */
    public BlockSource(Replica replica) {
        this.replica = replica;
    }

    /**
     * A sector as it is now.
     *
     * @param at the vector of the state
     */
    public record Pinned(SnapshotBlocks blocks, VersionVector at) {}

    /** A sector as it is now; null if it is so small that a snapshot takes no longer, or waits for a decision. */
    public @Nullable Pinned pin(SectorId sector) {
        replica.closeEdits();
        SectorReplica found = replica.book.known(sector);
        if (found == null || found.state().size() < LEAST_COPIES) {
            return null;
        }
        SectorState settled = found.settled();
        if (settled != null) {
            return new Pinned(new SnapshotBlocks(settled), settled.vector());
        }
        if (replica.isUndecided(found.state())) {
            return null;
        }
        return new Pinned(
                new SnapshotBlocks(found.state().copy()), found.state().vector());
    }

    /** A block of a sector as it is now; null if it has another hash. */
    public byte @Nullable [] block(SectorId sector, int bits, int index, Hash hash) {
        replica.closeEdits();
        SectorReplica found = replica.book.known(sector);
        if (found == null || replica.isUndecided(found.state())) {
            return null;
        }
        byte[] block = SnapshotBlocks.block(found.state(), bits, index);
        return Hash.of(block).equals(hash) ? block : null;
    }
}
