package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.crdt.sequence.ValueUnits;
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

/** A member with a modified program: it signs whatever it likes. */
@NullUnmarked // an unexpected null fails the test anyway
final class Hostile {
    private static final int POS =
            TestWorld.SCHEMA.type(TestWorld.Position.class).id();
    private static final int PURSE =
            TestWorld.SCHEMA.type(TestWorld.Purse.class).id();
    private static final int BLOCK =
            TestWorld.SCHEMA.type(TestWorld.Block.class).id();
    private static final int TAGS = TestWorld.SCHEMA.type(TestWorld.Tags.class).id();
    private static final int STOCK =
            TestWorld.SCHEMA.type(TestWorld.Stock.class).id();
    private static final int GEAR = TestWorld.SCHEMA.type(TestWorld.Gear.class).id();
    private static final int BEST = TestWorld.SCHEMA.type(TestWorld.Best.class).id();
    private static final int CHUNK =
            TestWorld.SCHEMA.type(TestWorld.Chunk.class).id();
    private static final int QUESTS =
            TestWorld.SCHEMA.type(TestWorld.Quests.class).id();
    private static final int SIGN = TestWorld.SCHEMA.type(TestWorld.Sign.class).id();
    private static final int SCORE =
            TestWorld.SCHEMA.type(TestWorld.Score.class).id();

    private final TestWorld world;
    private final ReplicaIdentity self;
    private final RandomGenerator random;
    private final Random kinds = new Random(666);
    private final boolean wild;
    private final Map<SectorId, Long> sequences = new TreeMap<>();
    private long lastMillis;
    private int logic;

    Hostile(TestWorld world, RandomGenerator random, boolean wild) {
        this.wild = wild;
        this.world = world;
        this.self = world.identity(666, 1);
        this.random = random;
    }

    Proof certificate() {
        return self.certificate();
    }

    /** One or more batches that try to cheat. */
    List<SignedBatch> attack(EntityId victim, SectorId sector, long millis, List<ProofId> proofs) {
        lastMillis = Math.max(lastMillis, millis);
        long clock = (lastMillis << 16) + ++logic;
        ProofId proof = proofs.isEmpty() ? null : proofs.get(random.nextInt(proofs.size()));
        List<Op> ops = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            boolean strange = wild && random.nextBoolean();
            ops.add(strange ? strange(victim, sector, clock) : op(victim, sector, clock, proof));
        }
        if (random.nextInt(12) == 0) {
            // Far ahead: everybody has to wait, and waits for it alone.
            lastMillis += 86_400_000;
            clock = (lastMillis << 16) + ++logic;
        }
        return batches(sector, new BatchContent(clock, random.nextBoolean() ? proof : null, ops));
    }

    private List<SignedBatch> batches(SectorId sector, BatchContent content) {
        Signer signer = self.signer();
        if (random.nextInt(10) == 0) {
            // Somebody else's replica with our signature.
            BatchKey foreign = new BatchKey(world.manifest.worldId(), sector, random.nextLong(), 1);
            return List.of(SignedBatch.sign(foreign, content, signer));
        }
        long sequence = sequences.merge(sector, 1L, Long::sum);
        BatchKey key = new BatchKey(world.manifest.worldId(), sector, self.replica(), sequence);
        SignedBatch batch = SignedBatch.sign(key, content, signer);
        if (random.nextInt(25) == 0) {
            BatchContent other = new BatchContent(content.clock() + 1, null, List.of(new Op.Spawn(spawned())));
            return List.of(batch, SignedBatch.sign(key, other, signer));
        }
        if (random.nextInt(15) == 0) {
            byte[] broken = batch.encode();
            broken[broken.length - 1 - random.nextInt(60)] ^= 1;
            SignedBatch forged = SignedBatch.decode(broken);
            return forged == null ? List.of(batch) : List.of(forged, batch);
        }
        return List.of(batch);
    }

    /** What a later version, or no version at all, would write. */
    private Op strange(EntityId victim, SectorId sector, long clock) {
        EntityId entity = random.nextBoolean() ? victim : spawned();
        return switch (random.nextInt(8)) {
            case 0 -> new Op.Write(entity, BLOCK, null, 0, noise());
            case 1 -> new Op.Write(entity, BLOCK, null, 0, later());
            case 2 -> new Op.Write(entity, POS, null, 0, noise());
            case 3 -> new Op.Write(entity, unknown(CellKind.REGISTER), null, 0, noise());
            case 4 -> new Op.Add(entity, unknown(CellKind.COUNTER), random.nextInt(9) - 4);
            case 5 -> new Op.Include(entity, unknown(CellKind.ADD_WINS_SET), "t" + random.nextInt(3));
            case 6 -> new Op.Include(entity, unknown(CellKind.ENABLE_WINS_FLAG), DotSet.FLAG);
            default -> new Op.Enter(entity, sector, null, strangeLuggage(clock));
        };
    }

    private static int unknown(CellKind kind) {
        return ComponentType.idOf("later", Trust.SHARED, kind);
    }

    private Payload noise() {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        return Payload.wrap(bytes);
    }

    /** A record with a field that this version does not have. */
    private Payload later() {
        ByteWriter out = new ByteWriter();
        out.bytes(payload(new TestWorld.Block(random.nextInt(9), "new")).array());
        return Payload.wrap(out.u8(random.nextInt(3)).toBytes());
    }

    private Payload strangeLuggage(long clock) {
        Cells cells = new Cells();
        cells.put(
                BLOCK, new Register(new Stamp(0, 0, clock, self.replica()), random.nextBoolean() ? noise() : later()));
        DotSet set = new DotSet(CellKind.ADD_WINS_SET);
        set.include("t" + random.nextInt(3), new Dot(self.replica(), clock, 0));
        cells.put(random.nextBoolean() ? TAGS : unknown(CellKind.ADD_WINS_SET), set);
        cells.put(unknown(CellKind.REGISTER), new Register(new Stamp(0, 0, clock, self.replica()), noise()));
        ByteWriter out = new ByteWriter();
        cells.encode(out);
        byte[] bytes = out.toBytes();
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Payload.wrap(bytes);
    }

    private EntityId spawned() {
        Trust trust = Trust.ofCode(random.nextInt(3));
        return EntityId.of(self.replica(), 1 + random.nextInt(20), trust);
    }

    /** Typed out of order, in the name of others, over and over. */
    private EditLog forgedText() {
        Sequence text = new Sequence();
        Author somebody = new Author(kinds.nextInt(3), SectorId.ORIGIN);
        EditLog log = new EditLog(somebody, kinds.nextInt(4));
        text.insert(new Author(world.identity(10 + kinds.nextInt(2), 1).replica(), SectorId.ORIGIN), 0, "evil", log);
        text.insert(somebody, 1 + kinds.nextInt(4), "x", log);
        text.delete(kinds.nextInt(3), 2, log);
        return log;
    }

    /** Values of any bytes, put in out of order. */
    private EditLog forgedList() {
        Sequence list = Sequence.ofValues();
        Author somebody = new Author(kinds.nextInt(3), SectorId.ORIGIN);
        EditLog log = EditLog.ofValues(somebody, kinds.nextInt(4));
        list.insert(somebody, 0, ValueUnits.of(new byte[] {2, (byte) kinds.nextInt(256), 0x41}), log);
        list.insert(somebody, kinds.nextInt(2), ValueUnits.of(new byte[0]), log);
        return log;
    }

    /** Rights out of nothing, offers and tiles by force, and ops on cells of another kind. */
    private Op forgedKind(EntityId victim) {
        long much = kinds.nextBoolean() ? Long.MAX_VALUE : kinds.nextInt(50);
        int stock = kinds.nextInt(4) == 0 ? TAGS : STOCK;
        return switch (kinds.nextInt(6)) {
            case 0 ->
                new Op.Entitle(
                        victim, stock, world.identity(10 + kinds.nextInt(2), 1).peer(), much);
            case 1 -> new Op.Spend(victim, stock, much);
            case 2 -> new Op.Offer(victim, kinds.nextBoolean() ? BEST : BLOCK, kinds.nextInt(200) - 100);
            case 3 -> new Op.Bind(victim, kinds.nextBoolean() ? GEAR : TAGS, "k" + kinds.nextInt(3), "evil");
            case 4 ->
                new Op.Edit(
                        victim, kinds.nextBoolean() ? SIGN : QUESTS, kinds.nextBoolean() ? forgedText() : forgedList());
            default -> new Op.Paint(victim, CHUNK, kinds.nextInt(30), 1 + kinds.nextInt(9), kinds.nextInt(4));
        };
    }

    private Op op(EntityId victim, SectorId sector, long clock, ProofId proof) {
        if (kinds.nextInt(4) == 0) {
            return forgedKind(victim);
        }
        Payload gold = payload(new TestWorld.Purse(1_000_000));
        return switch (random.nextInt(12)) {
            case 0 -> new Op.Write(victim, POS, null, 0, payload(new TestWorld.Position(66, 6)));
            case 1 -> new Op.Write(victim, POS, proof, 0, payload(new TestWorld.Position(66, random.nextInt(9))));
            case 2 -> new Op.Write(victim, PURSE, null, 1 + random.nextInt(99), gold);
            case 3 -> new Op.Write(victim, BLOCK, null, 0, payload(new TestWorld.Block(random.nextInt(9), "evil")));
            case 4 -> new Op.Delete(victim, proof);
            case 5 -> new Op.Spawn(random.nextBoolean() ? spawned() : new EntityId(victim.replica(), 99));
            case 6 -> new Op.Transfer(claim(victim, clock, proof));
            case 7 -> new Op.Leave(victim, new SectorId(5, 5, 0), proof);
            case 8 -> new Op.Enter(random.nextBoolean() ? victim : spawned(), sector, proof, luggage(clock));
            case 9 ->
                new Op.Exclude(
                        victim, TAGS, "t1", List.of(new Dot(victim.replica(), clock + random.nextInt(3) - 1, 0)));
            case 10 ->
                new Op.Add(victim, random.nextBoolean() ? SCORE : POS, random.nextBoolean() ? Long.MAX_VALUE : -3);
            default -> new Op.Unknown(77, payload(new TestWorld.Block(random.nextInt(9), "later")));
        };
    }

    private Claim claim(EntityId victim, long clock, ProofId proof) {
        Claim claim = new Claim(
                world.manifest.worldId(),
                victim,
                1 + random.nextInt(3),
                self.peer(),
                random.nextBoolean() ? proof : null,
                random.nextBoolean() ? proof : null,
                clock - random.nextInt(2),
                self.replica(),
                new Signature(new byte[Signature.BYTES]));
        return random.nextInt(4) == 0 ? claim : claim.signedBy(self.signer());
    }

    private Payload luggage(long clock) {
        Cells cells = new Cells();
        cells.put(BLOCK, new Register(new Stamp(0, 0, clock, self.replica()), payload(new TestWorld.Block(7, "in"))));
        cells.put(PURSE, new Register(new Stamp(9, 9, 0, 1), payload(new TestWorld.Purse(5))));
        cells.put(
                POS,
                new Register(new Stamp(random.nextInt(3), clock, clock, 1), payload(new TestWorld.Position(1, 1))));
        ByteWriter out = new ByteWriter();
        cells.encode(out);
        byte[] bytes = out.toBytes();
        if (random.nextInt(5) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        return Payload.wrap(bytes);
    }

    private static Payload payload(Record value) {
        return Payload.wrap(TestWorld.SCHEMA.typeOf(value).codec().encode(value));
    }
}
