package worldmesh.benchmarks.crdt;

import anchors.Workload;
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
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;

/** The engine as a contestant: one world, one sector, four SHARED components, by its public API alone. */
final class EngineWorld implements Workload.World {
    /** Workload ids below are the founder's, above the million of each member. */
    private static final int MILLION = 1_000_000;

    private static final SectorId SECTOR = SectorId.ORIGIN;
    private static final String[] TAGS = new String[16];

    static {
        for (int i = 0; i < TAGS.length; i++) {
            TAGS[i] = "t" + i;
        }
    }

    private final WorkloadParty party;
    private final Replica replica;
    private final int founderCount;
    /** Ids of the driver's own, made when they are first named: the engine keeps none. */
    private EntityId[] founders = new EntityId[0];

    private final ByteWriter frame = new ByteWriter(4096);
    private long batches;

    private EngineWorld(WorkloadParty party, Replica replica, int founders) {
        this.party = party;
        this.replica = replica;
        this.founderCount = founders;
    }

    /** The founder's empty world, which will have so many entities. */
    static EngineWorld empty(WorkloadParty party, int founders) {
        return new EngineWorld(party, party.open(WorkloadParty.FOUNDER), founders);
    }

    /** An empty world of another member. */
    static EngineWorld member(WorkloadParty party, int member, int founders) {
        return new EngineWorld(party, party.open(member), founders);
    }

    /** A member's world from a snapshot. */
    static EngineWorld load(WorkloadParty party, int member, int founders, byte[] snapshot) {
        EngineWorld world = member(party, member, founders);
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

    private EntityId entity(int id) {
        int member = id / MILLION;
        return member == 0 ? founder(id) : EntityId.of(party.id(member), id % MILLION + 1L, Trust.SHARED);
    }

    private EntityId founder(int id) {
        if (founders.length == 0) {
            founders = new EntityId[founderCount];
        }
        if (founders[id] == null) {
            founders[id] = EntityId.of(party.id(WorkloadParty.FOUNDER), id + 1L, Trust.SHARED);
        }
        return founders[id];
    }

    private int workloadId(EntityId entity) {
        int serial = (int) (entity.counter() >>> 2) - 1;
        int member = 0;
        while (party.id(member) != entity.replica()) {
            member++;
        }
        return member * MILLION + serial;
    }

    @Override
    public void apply(Workload.Op[] ops) {
        for (Workload.Op op : ops) {
            switch (op.k) {
                case Workload.POS -> replica.put(entity(op.e), new Pos(op.x, op.y, op.z));
                case Workload.OWNER -> replica.put(entity(op.e), new Owner("p" + op.owner));
                case Workload.INC -> replica.add(entity(op.e), Hp.class, op.inc);
                case Workload.TADD -> replica.addElement(entity(op.e), Tags.class, TAGS[op.t]);
                case Workload.TDEL -> replica.removeElement(entity(op.e), Tags.class, TAGS[op.t]);
                case Workload.CREATE -> create(op);
                case Workload.DELETE -> replica.delete(entity(op.e));
                default -> throw new IllegalArgumentException("the workload has no op " + op.k);
            }
        }
    }

    private void create(Workload.Op op) {
        EntityId id = replica.spawn(SECTOR, new Pos(op.x, op.y, op.z), new Owner("p" + op.owner));
        if (workloadId(id) != op.e) {
            throw new IllegalStateException("entity " + op.e + " of the workload was born as " + id);
        }
        replica.add(id, Hp.class, op.hp);
        for (int tag = 0; tag < TAGS.length; tag++) {
            if ((op.tags >> tag & 1) != 0) {
                replica.addElement(id, Tags.class, TAGS[tag]);
            }
        }
    }

    @Override
    public byte[] delta() {
        List<SignedBatch> sealed = replica.seal(WorkloadParty.NOON);
        batches += sealed.size();
        if (sealed.size() == 1) {
            frame.reset().u8(1).bytes(sealed.get(0).encode());
        } else {
            frame.reset().u8(sealed.size());
            sealed.forEach(batch -> batch.encode(frame));
        }
        replica.localChanges();
        return frame.toBytes();
    }

    @Override
    public void merge(byte[] delta) {
        ByteReader in = new ByteReader(delta);
        int count = in.u8();
        for (int i = 0; i < count; i++) {
            byte[] batch = count == 1 ? in.bytes(in.remaining()) : in.block(SignedBatch.MAX_BYTES);
            merge(Objects.requireNonNull(replica.decode(batch), "a delta is malformed"));
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
        replica.each(SECTOR, Hp.class, (entity, hp) -> sum[0] += hp.points());
        return sum[0];
    }

    @Override
    public void rows(Workload.RowSink sink) {
        for (EntityId entity : replica.entities(SECTOR)) {
            Pos pos = Objects.requireNonNull(replica.get(entity, Pos.class), "an entity has no place");
            Owner owner = Objects.requireNonNull(replica.get(entity, Owner.class), "an entity has no owner");
            Hp hp = replica.get(entity, Hp.class);
            Tags tags = replica.get(entity, Tags.class);
            int mask = 0;
            if (tags != null) {
                for (String tag : tags.all()) {
                    mask |= 1 << Integer.parseInt(tag.substring(1));
                }
            }
            long place = (long) pos.x() << 24 | (long) pos.y() << 16 | pos.z();
            sink.row(
                    workloadId(entity),
                    place,
                    Integer.parseInt(owner.name().substring(1)),
                    hp == null ? 0 : hp.points(),
                    mask);
        }
    }
}
