package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.Register;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.state.Author;
import worldmesh.world.state.Resident;

/** Finds in the retained batches who wrote one cell. Not thread-safe. */
final class Audit {
    private static final Comparator<Authorship> BY_STAMP = Comparator.<Authorship>comparingLong(
                    written -> written.stamp() + Long.MIN_VALUE)
            .thenComparingLong(written -> written.replica() + Long.MIN_VALUE);

    private final WorldBook book;
    private final EntityId entity;
    private final int component;
    private final @Nullable Cell cell;
    private final List<Authorship> found = new ArrayList<>();
    private boolean winnerFound;

    Audit(WorldBook book, EntityId entity, int component) {
        this.book = book;
        this.entity = entity;
        this.component = component;
        Resident resident = book.residents().resident(entity);
        this.cell = resident == null ? null : resident.cell(component);
    }

    List<Authorship> tell() {
        book.sectors().values().forEach(sector -> sector.log().all().forEach(this::look));
        if (cell instanceof Register register && !winnerFound) {
            Stamp stamp = register.stamp();
            found.add(new Authorship(
                    book.proofs().peerOf(stamp.replica()),
                    stamp.replica(),
                    stamp.clock(),
                    null,
                    null,
                    List.of(),
                    true));
        }
        found.sort(BY_STAMP);
        return List.copyOf(found);
    }

    private void look(SignedBatch batch) {
        OpBuffer ops = book.read(batch);
        List<Op> mine = new ArrayList<>();
        boolean shows = false;
        for (int op = 0; op < ops.size(); op++) {
            boolean of = ops.counter(op) == entity.counter()
                    && ops.replica(ops.group(op)) == entity.replica()
                    && ops.component(ops.shape(op)) == component;
            if (of) {
                mine.add(ops.op(op));
                shows |= shows(ops.op(op), ops.index(op), batch);
            }
        }
        for (int place = 0; place < ops.others().size(); place++) {
            Op op = ops.others().get(place);
            if (entity.equals(op.entity()) && Op.component(op) == component) {
                mine.add(op);
                shows |= shows(op, ops.otherIndex(place), batch);
            }
        }
        if (!mine.isEmpty()) {
            found.add(new Authorship(
                    book.proofs().peerOf(batch.replica()),
                    batch.replica(),
                    batch.clock(),
                    batch,
                    batch.sector(),
                    mine,
                    shows));
        }
    }

    private boolean shows(Op op, int index, SignedBatch batch) {
        Dot dot = new Dot(batch.replica(), batch.clock(), index);
        if (cell instanceof Register register && op instanceof Op.Write write) {
            Author author = book.author(batch);
            boolean wins = author != null
                    && book.application().stamp(write, author).equals(register.stamp())
                    && write.value().equals(register.value());
            winnerFound |= wins;
            return wins;
        } else if (cell instanceof DotSet set && op instanceof Op.Include include) {
            return set.seen(include.element()).contains(dot);
        } else if (cell instanceof DotMap map && op instanceof Op.Bind bind) {
            return dot.equals(map.winner(bind.key()));
        }
        return cell != null;
    }
}
