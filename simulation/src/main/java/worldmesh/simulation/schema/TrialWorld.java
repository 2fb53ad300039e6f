package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** A hosted world and a member of it who may write everything, and signs whatever it is told to. */
final class TrialWorld {
    /** Inputs that go together, each into an entity of its own. */
    static final int ENTITIES = 256;

    final SimulatedSignatures keys = new SimulatedSignatures();
    final WorldManifest manifest = WorldManifest.found(
            "trial",
            Membership.OPEN,
            Hosting.HOSTED,
            new WorldManifest.Founding(Scheduler.EPOCH_MILLIS, 1),
            keys.signer(0));
    private final ReplicaIdentity author = ReplicaIdentity.draw(manifest.worldId(), keys.signer(0), 1);
    private final Grant grant = Grant.sign(manifest.worldId(), 1, keys.signer(0).publicKey(), null, keys.signer(0));
    private final Map<Trust, SignedBatch> births = new EnumMap<>(Trust.class);
    private long openings = 1;
    private long sequence = 1;

    /** What the author's batches name. */
    List<Proof> proofs() {
        return List.of(author.certificate(), grant);
    }

    /** The first batch: all entities are born that such a component is written to. */
    SignedBatch births(ComponentType<?> type) {
        return births.computeIfAbsent(type.trust(), trust -> signed(1, births(List.of(trust))));
    }

    /** A replica in which everything is born. */
    Replica replica(Schema schema) {
        Replica out = blank(schema);
        proofs().forEach(out::learn);
        out.merge(signed(1, births(List.of(Trust.values()))), Scheduler.EPOCH_MILLIS);
        sequence = 1;
        return out;
    }

    /** A replica that knows nothing. */
    Replica blank(Schema schema) {
        return new Replica(
                manifest, schema, ReplicaIdentity.draw(manifest.worldId(), keys.signer(1), ++openings), keys);
    }

    /** The next batch, or the second one if each goes to a world of its own. */
    SignedBatch writes(ComponentType<?> type, List<Input> inputs, boolean next) {
        sequence = next ? sequence + 1 : 2;
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            long index = type.trust() == Trust.CRITICAL ? sequence * ENTITIES + i : 0;
            Payload value = Payload.wrap(inputs.get(i).bytes());
            ops.add(new Op.Write(entity(type, i), type.id(), null, index, value));
        }
        return signed(sequence, ops);
    }

    private List<Op> births(List<Trust> all) {
        List<Op> ops = new ArrayList<>();
        for (Trust trust : all) {
            for (int i = 0; i < ENTITIES; i++) {
                ops.add(new Op.Spawn(entity(trust, i)));
            }
        }
        return ops;
    }

    private SignedBatch signed(long number, List<Op> ops) {
        BatchKey key = new BatchKey(manifest.worldId(), SectorId.ORIGIN, author.replica(), number);
        long clock = (Scheduler.EPOCH_MILLIS << 16) + number;
        return SignedBatch.sign(key, new BatchContent(clock, grant.id(), ops), author.signer());
    }

    /** The entity that input number {@code i} goes into. */
    EntityId entity(ComponentType<?> type, int i) {
        return entity(type.trust(), i);
    }

    private EntityId entity(Trust trust, int i) {
        return new EntityId(author.replica(), (i + 1L) << 2 | trust.code());
    }
}
