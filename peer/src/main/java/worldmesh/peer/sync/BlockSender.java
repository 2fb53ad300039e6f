package worldmesh.peer.sync;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.BlockAsk;
import worldmesh.peer.wire.BlockRoot;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.replica.BlockSource;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.SnapshotRoot;

/**
 * Names the parts of a large sector to the peer at the end of a link, keeps them while it fetches, and knows when it
 * has all; one sector after the other. Confined to the session's thread.
 */
final class BlockSender {
    /** Blocks made in one update: a few milliseconds. */
    private static final int MADE_PER_UPDATE = 8;

    /** A peer that asks for nothing for so long does not know roots, or gave up. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Set<SectorId> bySnapshot = new TreeSet<>();
    private BlockSource.@Nullable Pinned pinned;
    private boolean told;
    private long giveUpNanos;

    /** True while the sector is to be waited for; false if a snapshot is to be sent. */
    boolean pump(LinkSync.Source source, SectorId sector, LinkSync.Sender sender, long nowNanos) {
        if (bySnapshot.contains(sector)) {
            return false;
        }
        BlockSource.Pinned now = pinned;
        if (now == null) {
            now = source.blocks().pin(sector);
            if (now == null) {
                bySnapshot.add(sector);
                return false;
            }
            pinned = now;
            told = false;
            giveUpNanos = nowNanos + PATIENCE_NANOS;
        }
        if (!now.blocks().sector().equals(sector)) {
            return true;
        }
        if (!told && now.blocks().make(MADE_PER_UPDATE)) {
            SnapshotRoot root = now.blocks().root();
            if (root == null) {
                return toSnapshot(sector);
            }
            told = sender.send(Lane.BULK, new BlockRoot(root.encode()));
            giveUpNanos = nowNanos + PATIENCE_NANOS;
        }
        return nowNanos <= giveUpNanos || toSnapshot(sector);
    }

    private boolean toSnapshot(SectorId sector) {
        bySnapshot.add(sector);
        pinned = null;
        return false;
    }

    /** A part that was asked for, null if it is none of what is kept. */
    byte @Nullable [] part(SectorId sector, BlockAsk.Part part, long nowNanos) {
        if (pinned == null || !pinned.blocks().sector().equals(sector)) {
            return null;
        }
        giveUpNanos = nowNanos + PATIENCE_NANOS;
        return pinned.blocks().part(part.number(), part.hash());
    }

    /** How far the peer is once it has all parts; null if it fetches none of the sector. */
    @Nullable VersionVector at(SectorId sector) {
        return pinned != null && pinned.blocks().sector().equals(sector) ? pinned.at() : null;
    }

    /** The sector needs nothing more: batches do, or a snapshot was sent. */
    void onDone(SectorId sector) {
        bySnapshot.remove(sector);
        if (pinned != null && pinned.blocks().sector().equals(sector)) {
            pinned = null;
        }
    }

    /** The peer begins afresh. */
    void reset() {
        bySnapshot.clear();
        pinned = null;
    }
}
