package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;

/** A member with a changed program: it signs, under a genuine replica, what it has no right to. */
final class CrdtCheat {
    private static final long PEER = 666;
    private static final int BODY =
            CrdtSchema.SCHEMA.type(CrdtSchema.Body.class).id();
    private static final int GOLD =
            CrdtSchema.SCHEMA.type(CrdtSchema.Gold.class).id();
    private static final int WALL =
            CrdtSchema.SCHEMA.type(CrdtSchema.Wall.class).id();
    private static final int STOCK =
            CrdtSchema.SCHEMA.type(CrdtSchema.Stock.class).id();
    private static final RecordCodec<CrdtSchema.Body> BODIES = RecordCodec.of(CrdtSchema.Body.class);
    private static final RecordCodec<CrdtSchema.Gold> GOLDS = RecordCodec.of(CrdtSchema.Gold.class);
    private static final long DAY = 86_400_000;

    private final CrdtWorld world;
    private final ReplicaIdentity self;
    private final Random random;
    private final Map<SectorId, Long> sequences = new TreeMap<>();
    private long lastClock;

    CrdtCheat(CrdtWorld world) {
        this.world = world;
        this.random = world.random;
        this.self = world.identity(PEER, 1);
    }

    PeerId peer() {
        return self.peer();
    }

    long replica() {
        return self.replica();
    }

    Proof certificate() {
        return self.certificate();
    }

    /** What it sends about a victim, given the proofs it heard of: mostly one batch, two if it forks its history. */
    List<SignedBatch> attack(EntityId victim, SectorId sector, long millis, List<ProofId> proofs) {
        lastClock = Math.max(lastClock + 1, millis << 16);
        ProofId proof = proofs.isEmpty() ? null : proofs.get(random.nextInt(proofs.size()));
        List<Op> ops = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            ops.add(op(victim, proof));
        }
        if (random.nextInt(8) == 0) {
            lastClock += DAY << 16;
        }
        BatchContent content = new BatchContent(lastClock, random.nextBoolean() ? proof : null, ops);
        int dice = random.nextInt(12);
        if (dice == 0) {
            return List.of(sign(random.nextLong(), sector, 1, content));
        }
        long sequence = sequences.merge(sector, 1L, Long::sum);
        SignedBatch batch = sign(self.replica(), sector, sequence, content);
        if (dice == 1 && !world.snapshots) {
            BatchContent other = new BatchContent(lastClock + 1, null, List.of(new Op.Spawn(own())));
            return List.of(batch, sign(self.replica(), sector, sequence, other));
        }
        return dice == 2 ? List.of(broken(batch), batch) : List.of(batch);
    }

    private SignedBatch sign(long replica, SectorId sector, long sequence, BatchContent content) {
        BatchKey key = new BatchKey(world.manifest.worldId(), sector, replica, sequence);
        return SignedBatch.sign(key, content, self.signer());
    }

    private SignedBatch broken(SignedBatch batch) {
        byte[] bytes = batch.encode();
        bytes[bytes.length - 1 - random.nextInt(60)] ^= 1;
        SignedBatch out = SignedBatch.decode(bytes);
        return out == null ? batch : out;
    }

    private EntityId own() {
        return EntityId.of(self.replica(), random.nextInt(99), Trust.SHARED);
    }

    private Op op(EntityId victim, @Nullable ProofId proof) {
        Payload body = Payload.wrap(BODIES.encode(new CrdtSchema.Body(CrdtEdits.CHEAT, 6)));
        Payload gold = Payload.wrap(GOLDS.encode(new CrdtSchema.Gold(CrdtEdits.CHEAT)));
        return switch (random.nextInt(12)) {
            case 0 -> new Op.Write(victim, BODY, proof, 0, body);
            case 1 -> new Op.Write(victim, BODY, null, 0, body);
            case 2 -> new Op.Write(victim, GOLD, proof, 1 + random.nextInt(999), gold);
            case 3 -> new Op.Write(victim, WALL, null, 0, Payload.wrap(new byte[] {1, 2, 3}));
            case 4 -> new Op.Spend(victim, STOCK, Long.MAX_VALUE - random.nextInt(9));
            case 5 -> new Op.Entitle(victim, STOCK, peer(), random.nextLong());
            case 6 -> new Op.Delete(victim, proof);
            case 7 -> new Op.Leave(victim, CrdtWorld.SECTORS.get(random.nextInt(4)), proof);
            case 8 -> new Op.Enter(victim, SectorId.ORIGIN, proof, luggage());
            case 9 -> new Op.Spawn(victim);
            case 10 -> new Op.Transfer(claim(victim, proof));
            default -> new Op.Unknown(200, gold);
        };
    }

    private Payload luggage() {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        return Payload.wrap(
                random.nextBoolean() ? noise : new ByteWriter().varint(0).toBytes());
    }

    private Claim claim(EntityId victim, @Nullable ProofId proof) {
        Claim draft = new Claim(
                world.manifest.worldId(),
                victim,
                1 + random.nextInt(3),
                peer(),
                random.nextBoolean() ? proof : null,
                random.nextBoolean() ? proof : null,
                lastClock,
                self.replica(),
                new Signature(new byte[Signature.BYTES]));
        return draft.signedBy(self.signer());
    }
}
