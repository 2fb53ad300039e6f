package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import worldmesh.benchmarks.crdt.WorkloadParty.Hp;
import worldmesh.benchmarks.crdt.WorkloadParty.Owner;
import worldmesh.benchmarks.crdt.WorkloadParty.Pos;
import worldmesh.benchmarks.crdt.WorkloadParty.Tags;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Element;
import worldmesh.world.component.Row;
import worldmesh.world.delta.BatchSink;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.replica.Archetype;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.PrimitiveEdits;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;

/** The engine as a contestant: one world, one sector, four SHARED components, by its public API alone. */
final class EngineWorld implements Workload.World {
    /** Workload ids below are the founder's, above the million of each member. */
    private static final int MILLION = 1_000_000;

    private static final SectorId SECTOR = SectorId.ORIGIN;
    /** What the counters of SHARED entities have in their two low bits. */
    private static final long SHARED = EntityId.of(0, 0, Trust.SHARED).counter();

    private static final String[] TAGS = new String[16];

    static {
        for (int i = 0; i < TAGS.length; i++) {
            TAGS[i] = "t" + i;
        }
    }

    private static final byte[][] OWNERS = new byte[1_000][];

    static {
        for (int i = 0; i < OWNERS.length; i++) {
            OWNERS[i] = ("p" + i).getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final WorkloadParty party;
    private final Replica replica;
    private final PrimitiveEdits edits;
    private final Row pos;
    private final Row owner;
    private final ComponentType<Hp> hp;
    private final Element[] tags = new Element[TAGS.length];
    private final Archetype archetype;
    private final ByteWriter frame = new ByteWriter(4096);
    private final BatchSink toFrame = this::frame;
    private int sealed;
    private long batches;

    private EngineWorld(WorkloadParty party, Replica replica) {
        this.party = party;
        this.replica = replica;
        this.edits = replica.primitives();
        this.pos = edits.row(Pos.class);
        this.owner = edits.row(Owner.class);
        this.hp = edits.type(Hp.class);
        for (int i = 0; i < TAGS.length; i++) {
            tags[i] = edits.element(Tags.class, TAGS[i]);
        }
        this.archetype = edits.archetype(pos, owner);
    }

    /** The founder's empty world. */
    static EngineWorld empty(WorkloadParty party) {
        return new EngineWorld(party, party.open(WorkloadParty.FOUNDER));
    }

    /** An empty world of another member. */
    static EngineWorld member(WorkloadParty party, int member) {
        return new EngineWorld(party, party.open(member));
    }

    /** A member's world from a snapshot. */
    static EngineWorld load(WorkloadParty party, int member, byte[] snapshot) {
        EngineWorld world = member(party, member);
        Snapshot read = Objects.requireNonNull(Snapshot.decode(snapshot), "the snapshot is malformed");
        Objects.requireNonNull(world.replica.install(read), "the snapshot is refused");
        return world;
    }

    Replica replica() {
        return replica;
    }

    /** The signatures among the bytes of all deltas. */
    long signatureBytes() {
        return batches * SignatureVerifier.SIGNATURE_BYTES;
    }

    /** Workload ids are one to one the numbers of entity ids. */
    private long maker(int id) {
        return party.id(id / MILLION);
    }

    private static long counter(int id) {
        return SHARED + ((id % MILLION + 1L) << 2);
    }

    private int workloadId(long maker, long counter) {
        int member = 0;
        while (party.id(member) != maker) {
            member++;
        }
        return member * MILLION + (int) (counter >>> 2) - 1;
    }

    @Override
    public void apply(Workload.Op[] ops) {
        for (Workload.Op op : ops) {
            long maker = maker(op.e);
            long counter = counter(op.e);
            switch (op.k) {
                case Workload.POS -> edits.put(maker, counter, place(op));
                case Workload.OWNER -> edits.put(maker, counter, ownedBy(op));
                case Workload.INC -> edits.add(maker, counter, hp, op.inc);
                case Workload.TADD -> edits.include(maker, counter, tags[op.t]);
                case Workload.TDEL -> edits.exclude(maker, counter, tags[op.t]);
                case Workload.CREATE -> create(op);
                case Workload.DELETE -> edits.delete(maker, counter);
                default -> throw new IllegalArgumentException("the workload has no op " + op.k);
            }
        }
    }

    private Row place(Workload.Op op) {
        return pos.set(0, op.x).set(1, op.y).set(2, op.z);
    }

    private Row ownedBy(Workload.Op op) {
        byte[] name = OWNERS[op.owner];
        return owner.set(0, name, 0, name.length);
    }

    private void create(Workload.Op op) {
        place(op);
        ownedBy(op);
        long maker = replica.self().replica();
        long counter = edits.spawn(SECTOR, archetype);
        if (maker != maker(op.e) || counter != counter(op.e)) {
            throw new IllegalStateException(
                    "entity " + op.e + " of the workload was born as " + new EntityId(maker, counter));
        }
        edits.add(maker, counter, hp, op.hp);
        for (int left = op.tags; left != 0; left &= left - 1) {
            edits.include(maker, counter, tags[Integer.numberOfTrailingZeros(left)]);
        }
    }

    @Override
    public byte[] delta() {
        frame.reset().u8(0);
        sealed = 0;
        replica.batches().seal(WorkloadParty.NOON, toFrame);
        batches += sealed;
        replica.batches().dropLocalChanges();
        byte[] out = frame.toBytes();
        out[0] = (byte) sealed;
        return out;
    }

    /** A batch that is alone needs no length. */
    private void frame(byte[] data, int offset, int length) {
        if (sealed == 1) {
            int first = frame.size() - 1;
            byte[] alone = Arrays.copyOfRange(frame.array(), 1, frame.size());
            frame.reset().u8(0).varint(first).bytes(alone);
        }
        if (sealed > 0) {
            frame.varint(length);
        }
        frame.bytes(data, offset, length);
        sealed++;
    }

    @Override
    public void merge(byte[] delta) {
        if (delta[0] == 1) {
            merge(delta, 1, delta.length - 1);
            return;
        }
        ByteReader in = new ByteReader(delta);
        int count = in.u8();
        for (int i = 0; i < count; i++) {
            int length = in.count(SignedBatch.MAX_BYTES);
            merge(delta, in.position(), length);
            in.skip(length);
        }
    }

    private void merge(byte[] delta, int offset, int length) {
        MergeResult.Kind kind = replica.batches().merge(delta, offset, length, WorkloadParty.NOON);
        if (kind != MergeResult.Kind.APPLIED) {
            throw new IllegalStateException("a delta was " + kind);
        }
    }

    void merge(SignedBatch batch) {
        MergeResult result = replica.merge(batch, WorkloadParty.NOON);
        if (result.kind() != MergeResult.Kind.APPLIED) {
            throw new IllegalStateException("a delta was " + result);
        }
    }

    /** What this world knows of the sector, as the session sends it. */
    VersionVector vector() {
        return replica.vector(SECTOR);
    }

    /** All batches that somebody with the vector lacks. */
    List<SignedBatch> missing(VersionVector theirs) {
        return replica.missing(SECTOR, theirs, Integer.MAX_VALUE);
    }

    @Override
    public byte[] snapshot() {
        return replica.snapshot(SECTOR).encode();
    }

    @Override
    public long touch() {
        long[] sum = new long[1];
        edits.each(SECTOR, hp, (maker, counter, points) -> sum[0] += points);
        return sum[0];
    }

    @Override
    public void rows(Workload.RowSink sink) {
        Row place = edits.row(Pos.class);
        edits.each(SECTOR, place, (maker, counter) -> {
            if (!edits.read(maker, counter, owner)) {
                throw new IllegalStateException("an entity has no owner");
            }
            int mask = 0;
            for (int tag = 0; tag < tags.length; tag++) {
                mask |= edits.contains(maker, counter, tags[tag]) ? 1 << tag : 0;
            }
            long at = place.integer(0) << 24 | place.integer(1) << 16 | place.integer(2);
            String name = new String(owner.utf8(0), 0, owner.length(0), StandardCharsets.US_ASCII);
            long points = edits.sum(maker, counter, hp);
            sink.row(workloadId(maker, counter), at, Integer.parseInt(name.substring(1)), points, mask);
        });
    }
}
