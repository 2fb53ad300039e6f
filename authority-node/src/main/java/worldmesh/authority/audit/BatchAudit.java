package worldmesh.authority.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.ProofId;

/**
 * Whether the batches of an entry are a tenure's of its holder and hold just the ops of the effects. A write that a
 * later one of the entry replaced may be left out.
 */
final class BatchAudit {
    private final Schema schema;
    private final List<SignedBatch> batches;
    private final Set<Object> found = new HashSet<>();
    private final Map<Cell, Payload> last = new HashMap<>();

    private record Cell(EntityId entity, int component) {}

    private record Written(Cell cell, long index, Payload value) {}

    BatchAudit(Schema schema, List<SignedBatch> batches) {
        this.schema = schema;
        this.batches = batches;
    }

    /** Why the batches are not of one tenure under the grant, or null. */
    @Nullable String objectionToAuthor(Grant grant, KnownProofs proofs) {
        for (SignedBatch batch : batches) {
            long replica = batch.replica();
            boolean own = proofs.isTenure(replica) && Objects.equals(grant.holder(), proofs.peerOf(replica));
            if (!own || replica != batches.get(0).replica() || !batch.world().equals(grant.world())) {
                return "a batch is not of the holder's tenure";
            }
            ProofId named = batch.grant();
            if (named != null && !named.equals(grant.id())) {
                return "a batch names another grant";
            }
        }
        return null;
    }

    /** Those born, in the order of their serial numbers. */
    List<EntityId> born() {
        List<EntityId> born = new ArrayList<>();
        for (SignedBatch batch : batches) {
            for (Op op : batch.ops()) {
                if (op instanceof Op.Spawn spawn) {
                    born.add(spawn.entity());
                }
            }
        }
        born.sort((one, other) -> Long.compareUnsigned(one.counter(), other.counter()));
        return born;
    }

    /** Why the ops are not those of the effects, or null. */
    @Nullable String objection(List<ExpectedOp> expected, ProofId grant) {
        Set<Object> allowed = new HashSet<>();
        Map<Cell, Payload> finals = new HashMap<>();
        Set<Object> required = new HashSet<>();
        for (ExpectedOp op : expected) {
            if (op instanceof ExpectedOp.Value value) {
                Written written = written(value);
                allowed.add(written);
                finals.put(written.cell(), written.value());
            } else {
                allowed.add(op);
                required.add(op);
            }
        }
        for (SignedBatch batch : batches) {
            for (Op op : batch.ops()) {
                Object seen = seen(op, batch.sector(), batch.replica(), grant);
                if (seen == null || !allowed.contains(seen)) {
                    return "a batch holds an op of no effect: " + op.kind();
                }
                found.add(seen);
            }
        }
        if (!found.containsAll(required)) {
            return "an effect is in no batch";
        }
        return last.equals(finals) ? null : "a cell does not end with the value that was decided";
    }

    private Written written(ExpectedOp.Value value) {
        ComponentType<Record> type = schema.typeOf(value.value());
        Payload payload = Payload.wrap(type.codec().encode(value.value()));
        return new Written(new Cell(value.entity(), type.id()), value.index(), payload);
    }

    /** What an op does, comparable with what is expected; null if no effect does that. */
    private @Nullable Object seen(Op op, SectorId sector, long tenure, ProofId grant) {
        if (op instanceof Op.Spawn spawn) {
            return new ExpectedOp.Birth(spawn.entity(), sector);
        } else if (op instanceof Op.Write write) {
            Cell cell = new Cell(write.entity(), write.component());
            last.put(cell, write.value());
            return write.claim() == null ? new Written(cell, write.index(), write.value()) : null;
        } else if (op instanceof Op.Delete delete) {
            return new ExpectedOp.Death(delete.entity());
        } else if (op instanceof Op.Transfer transfer) {
            ProofId named = transfer.claim().grant();
            boolean own = transfer.claim().replica() == tenure && (named == null || named.equals(grant));
            return own
                    ? new ExpectedOp.Owner(
                            transfer.claim().entity(), transfer.claim().owner())
                    : null;
        }
        return null;
    }
}
