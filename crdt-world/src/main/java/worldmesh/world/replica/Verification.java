package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.TreeNode;
import worldmesh.world.sync.HistoryMarks;

/**
 * Whether a replica's state is what its history makes: against itself, by hashing what is in memory again and again,
 * and against another replica that knows the same batches and proofs, by a walk down two digest trees. Who differs
 * though the vectors are equal holds other batches of a number, which their marks tell, or has a state that its batches
 * did not make. Confined to the replica's thread.
 */
public final class Verification {
    private final Replica replica;
    private final WorldBook book;
    private @Nullable SectorId sector;

    Verification(Replica replica, WorldBook book) {
        this.replica = replica;
        this.book = book;
    }

    /** Equal where the same proofs are known and the same cuts made, and hardly ever elsewhere. */
    public long proofs() {
        long mark = book.proofs().mark();
        for (Map.Entry<SectorId, SectorReplica> entry : book.sectors().entrySet()) {
            long cut = entry.getValue().state().cut();
            mark ^= cut == 0 ? 0 : cutMark(entry.getKey(), cut);
        }
        return mark;
    }

    /** Replicas with the same batches of which one has made a cut and the other not yet may differ in late writes. */
    private static long cutMark(SectorId of, long cut) {
        ByteWriter out = new ByteWriter(32);
        of.encode(out);
        return Hash.of(out.i64(cut).toBytes()).longAt(0);
    }

    /** Equal where a sector's state is; 0, which no digest is, while batches wait for a decision here. */
    public long digest(SectorId of) {
        SectorState state = state(of);
        long digest = state == null ? 0 : state.tree().digest().longAt(0);
        return state != null && digest == 0 ? 1 : digest;
    }

    private @Nullable SectorState state(SectorId of) {
        SectorReplica known = book.known(of);
        return known == null || replica.isUndecided(known.state()) ? null : known.state();
    }

    /** The newest batches that are retained of a sector. */
    public HistoryMarks marks(SectorId of, int most) {
        SectorReplica known = book.known(of);
        return known == null || replica.isUndecided(known.state())
                ? new HistoryMarks(of, List.of())
                : known.log().marks(of, most);
    }

    /** Own batches that have a number under which another replica has another one, while they fit the size. */
    public List<SignedBatch> unlike(HistoryMarks theirs, int maxBytes) {
        SectorReplica known = book.known(theirs.sector());
        return known == null || replica.isUndecided(known.state())
                ? List.of()
                : known.log().unlike(theirs, maxBytes);
    }

    /** The root of a sector's digest tree, null if nothing is decided of it. */
    public @Nullable TreeNode root(SectorId of) {
        SectorState state = state(of);
        return state == null ? null : state.tree().node(0, 0);
    }

    /** Where a walk goes on from another replica's inner node; null if nothing below it differs. */
    public @Nullable TreeNode below(SectorId of, TreeNode theirs) {
        SectorState state = state(of);
        return state == null ? null : state.tree().below(theirs);
    }

    /** The own part of the tree that another replica's leaf is of. */
    public @Nullable TreeNode same(SectorId of, TreeNode theirs) {
        SectorState state = state(of);
        return state == null ? null : state.tree().node(theirs.depth(), theirs.path());
    }

    /** What another replica's leaf says otherwise. */
    public List<CellDifference> differences(SectorId of, TreeNode leaf) {
        SectorState state = state(of);
        return state == null || leaf.isInner() ? List.of() : state.tree().differences(leaf);
    }

    /**
     * Hashes so many copies again, sector by sector and round after round; answers the sectors in which something is
     * not as it was when it was merged, for {@link #repair}.
     */
    public List<SectorId> recheck(int copies) {
        List<SectorId> damaged = new ArrayList<>();
        TreeSet<SectorId> all = new TreeSet<>(book.sectors().keySet());
        int left = copies;
        for (int i = 0; i < all.size() && left > 0; i++) {
            SectorId at = sector == null ? all.first() : sector;
            SectorReplica known = book.known(at);
            List<EntityId> changed = new ArrayList<>();
            left = known == null ? left : known.state().tree().recheck(left, changed);
            if (!changed.isEmpty()) {
                damaged.add(at);
            }
            if (left > 0) {
                SectorId next = all.higher(at);
                sector = next == null ? all.first() : next;
            } else {
                sector = at;
            }
        }
        return damaged;
    }

    /** How many copies of entities there are. */
    public int copies() {
        return book.sectors().values().stream()
                .mapToInt(known -> known.state().size())
                .sum();
    }

    /**
     * What came of a repair.
     *
     * @param found what the state in memory said otherwise than its history, the first before the second
     * @param changes of the visible world
     */
    public record Repair(List<CellDifference> found, List<Change> changes) {}

    /** Computes a sector anew from what is retained of its history. */
    public Repair repair(SectorId of, int most) {
        replica.closeEdits();
        SectorReplica known = book.known(of);
        if (known == null) {
            return new Repair(List.of(), List.of());
        }
        SectorState before = known.state();
        List<Change> changes = book.rebuild(of);
        return new Repair(before.tree().differences(known.state().tree(), most), changes);
    }
}
