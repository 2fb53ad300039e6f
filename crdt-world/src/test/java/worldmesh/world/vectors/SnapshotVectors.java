package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.ProofId;

/**
 * Snapshots of random sectors. The bytes of version 1 are put together here; what the product reads in them it writes
 * as version 2, and both must mean the same.
 */
@NullUnmarked // null is a value of JSON
final class SnapshotVectors {
    private final Random random;
    private final SectorId sector;
    private final List<Long> replicas;
    private final ByteWriter out = new ByteWriter();
    private final Map<String, Object> value;

    /** The fields of a stamp. */
    record Stamped(long major, long minor, long clock, long replica) {}

    private SnapshotVectors(Random random) {
        this.random = random;
        this.sector = Meaning.sector(random);
        TreeSet<Long> some = new TreeSet<>(Long::compareUnsigned);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            some.add(Meaning.number(random));
        }
        this.replicas = List.copyOf(some);
        this.value =
                Json.object("version", 1, "world", Meaning.WORLD.hash().toString(), "sector", Meaning.sector(sector));
    }

    static void write(Vectors out) {
        for (int i = 0; i < 50; i++) {
            new SnapshotVectors(new Random(31_000 + i)).write(i, out);
        }
        means("snapshot-empty", new SnapshotVectors(new Random(1)).empty(), out);
    }

    private void write(int number, Vectors vectors) {
        head(replicas);
        List<Object> dead = entities(random.nextInt(4), 1_000, entity -> Meaning.entity(entity), new ArrayList<>());
        value.put("dead", dead);
        int copies = number == 20 ? 40 : random.nextInt(number % 3 == 0 ? 6 : 3);
        value.put("copies", entities(copies, 0, this::copy, new ArrayList<>()));
        value.put("later", later());
        means("snapshot-" + number, this, vectors);
    }

    private SnapshotVectors empty() {
        head(List.of());
        out.varint(0).varint(0).varint(0);
        value.putAll(Json.object("dead", List.of(), "copies", List.of(), "later", List.of()));
        return this;
    }

    private static void means(String name, SnapshotVectors model, Vectors vectors) {
        byte[] first = model.out.toBytes();
        vectors.means(name + "-version-1", "snapshot", first, model.value);
        SectorState state = Snapshot.decode(first).open();
        if (state == null) {
            throw new IllegalStateException(name + " is not read: " + Json.text(model.value));
        }
        Map<String, Object> second = new LinkedHashMap<>(model.value);
        second.put("version", 2);
        byte[] columns = Snapshot.of(Meaning.WORLD, state).encode();
        vectors.means(name, "snapshot", columns, second);
    }

    private void head(List<Long> known) {
        out.u8(1).bytes(Meaning.WORLD.hash().bytes());
        sector.encode(out);
        out.varint(known.size());
        List<Object> all = new ArrayList<>();
        for (long replica : known) {
            long last = 1 + (Meaning.number(random) >>> 2);
            long clock = Meaning.CLOCK + random.nextInt(3);
            out.i64(replica).varint(last).i64(clock);
            all.add(Json.object("replica", i64(replica), "last", unsigned(last), "clock", i64(clock)));
        }
        value.put("replicas", all);
    }

    private interface Entities {
        Object each(EntityId entity);
    }

    /** Writes so many entities, ascending, from a serial number on, so that the dead and the living differ. */
    private List<Object> entities(int count, long from, Entities each, List<Object> into) {
        TreeSet<EntityId> ids = new TreeSet<>();
        while (ids.size() < count) {
            long replica = replicas.get(random.nextInt(replicas.size()));
            long serial = from + random.nextInt(900) + (random.nextInt(9) == 0 ? 1L << 61 : 0);
            ids.add(new EntityId(replica, serial << 2 | random.nextInt(4)));
        }
        out.varint(ids.size());
        for (EntityId id : ids) {
            id.encode(out);
            into.add(each.each(id));
        }
        return into;
    }

    private Object copy(EntityId entity) {
        boolean plain = random.nextInt(3) > 0;
        boolean home = plain || random.nextInt(4) > 0;
        SectorId birth = plain ? sector : random.nextBoolean() ? null : Meaning.sector(random);
        SectorId at = plain ? sector : home ? Meaning.sector(random) : null;
        Stamped stamped =
                plain || !home ? new Stamped(0, 0, 0, 0) : new Stamped(random.nextInt(3), 0, Meaning.CLOCK - 5, 3);
        ByteWriter bytes = new ByteWriter().u8(birth == null ? 0 : 1);
        optional(birth, bytes);
        optional(at, bytes);
        Map<String, Object> meaning = Json.object(
                "entity", Meaning.entity(entity),
                "present", birth != null,
                "birth", Meaning.sector(birth),
                "home", Meaning.sector(at),
                "stamp", stamp(stamped, bytes),
                "ownership", ownership(!plain && random.nextBoolean(), bytes));
        List<SnapshotModel.Cell> cells = new SnapshotModel(random, replicas, sector, random.nextInt(4) > 0).cells();
        meaning.put("cells", cells.stream().map(SnapshotModel.Cell::meaning).toList());
        out.block(bytes.bytes(SnapshotModel.encode(cells)).toBytes());
        return meaning;
    }

    private static void optional(SectorId sector, ByteWriter bytes) {
        bytes.u8(sector == null ? 0 : 1);
        if (sector != null) {
            sector.encode(bytes);
        }
    }

    static Map<String, Object> stamp(Stamped stamp, ByteWriter bytes) {
        bytes.varint(stamp.major()).varint(stamp.minor()).i64(stamp.clock()).i64(stamp.replica());
        return Json.object(
                "major", unsigned(stamp.major()),
                "minor", unsigned(stamp.minor()),
                "clock", i64(stamp.clock()),
                "replica", i64(stamp.replica()));
    }

    private Object ownership(boolean owned, ByteWriter bytes) {
        bytes.u8(owned ? 1 : 0);
        if (!owned) {
            return null;
        }
        long generation = Meaning.number(random);
        ProofId claim = new ProofId(random.nextLong(), random.nextLong());
        PeerId owner = Meaning.peer(random);
        bytes.varint(generation).i64(Meaning.CLOCK);
        claim.encode(bytes);
        bytes.bytes(owner.bytes());
        return Json.object(
                "generation", unsigned(generation),
                "clock", i64(Meaning.CLOCK),
                "claim", Meaning.proof(claim),
                "owner", Meaning.peer(owner));
    }

    private List<Object> later() {
        List<Object> all = new ArrayList<>();
        int count = random.nextInt(3);
        out.varint(count);
        for (int i = 0; i < count; i++) {
            byte[] op = Meaning.bytes(random, random.nextInt(9));
            out.i64(5).i64(Meaning.CLOCK).varint(i).block(op);
            all.add(Json.object("replica", i64(5), "clock", i64(Meaning.CLOCK), "index", i, "op", Meaning.hex(op)));
        }
        return all;
    }
}
