package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.ProofId;

/**
 * Snapshots of random sectors. The bytes of version 1 are put together here; what the product reads in them it writes
 * as version 3, and both must mean the same; version 2 lies between them.
 */
@NullUnmarked // null is a value of JSON
final class SnapshotVectors {
    private final Random random;
    private final SectorId sector;
    private final List<Long> replicas;
    private final ByteWriter out = new ByteWriter();
    private final Map<String, Object> value;
    private final Set<EntityId> gone = new LinkedHashSet<>();
    private final Set<Object> unmoved = new HashSet<>();
    private int headEnd;

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

    /** A snapshot as it is written today, and what it means. */
    record Sample(Snapshot snapshot, Map<String, Object> meaning) {}

    /** A random sector; as an {@code outline} how far its replicas were heard, and nothing else. */
    static Sample sample(Random random, boolean outline) {
        SnapshotVectors model = new SnapshotVectors(random);
        if (outline) {
            model.head(model.replicas);
            model.nothing();
        } else {
            model.fill(() -> 3);
        }
        SectorState state = Snapshot.decode(model.out.toBytes()).open();
        return new Sample(Snapshot.of(Meaning.WORLD, state), model.last(model.value, 0));
    }

    private void write(int number, Vectors vectors) {
        fill(() -> number == 20 ? 40 : random.nextInt(number % 3 == 0 ? 6 : 3));
        means("snapshot-" + number, this, vectors);
    }

    private void fill(IntSupplier copies) {
        head(replicas);
        List<Object> dead = entities(random.nextInt(4), 1_000, this::dead, new ArrayList<>());
        headEnd = out.size();
        value.put("dead", dead);
        value.put("copies", entities(copies.getAsInt(), 0, this::copy, new ArrayList<>()));
        value.put("later", later());
    }

    private SnapshotVectors empty() {
        head(List.of());
        nothing();
        return this;
    }

    private void nothing() {
        headEnd = out.varint(0).size();
        out.varint(0).varint(0);
        value.putAll(Json.object("dead", List.of(), "copies", List.of(), "later", List.of()));
    }

    private static void means(String name, SnapshotVectors model, Vectors vectors) {
        byte[] first = model.out.toBytes();
        vectors.means(name + "-version-1", "snapshot", first, model.value);
        SectorState state = Snapshot.decode(first).open();
        if (state == null) {
            throw new IllegalStateException(name + " is not read: " + Json.text(model.value));
        }
        byte[] third = Snapshot.of(Meaning.WORLD, state).encode();
        Map<String, Object> between = new LinkedHashMap<>(model.value);
        between.put("version", 2);
        vectors.means(name + "-version-2", "snapshot", model.between(first, third), between);
        vectors.means(name, "snapshot", third, model.last(model.value, 0));
        state.settle(new Cut(state.id(), 7, model.clocks(), state.vector()));
        Map<String, Object> settled = model.last(model.value, 7);
        vectors.means(
                name + "-settled", "snapshot", Snapshot.of(Meaning.WORLD, state).encode(), model.settled(settled));
    }

    /** Version 2: the front of version 1, and what follows the number of the cut in version 3. */
    private byte[] between(byte[] first, byte[] third) {
        ByteReader in = new ByteReader(third);
        in.bytes(33);
        SectorId.decode(in);
        for (int left = in.count(99); left > 0; left--) {
            in.i64();
            in.varint();
            in.i64();
        }
        for (int left = in.count(99); left > 0; left--) {
            in.bytes(9);
            for (int runs = 2 * in.count(99); runs > 0; runs--) {
                in.varint();
            }
        }
        in.varint();
        byte[] front = Arrays.copyOf(first, headEnd);
        front[0] = 2;
        return new ByteWriter().bytes(front).bytes(in.bytes(in.remaining())).toBytes();
    }

    private Map<String, Object> last(Map<String, Object> value, int cut) {
        Map<String, Object> out = new LinkedHashMap<>(value);
        out.put("version", 3);
        out.put("dead", runs());
        out.put("cut", Integer.toString(cut));
        return out;
    }

    private Object dead(EntityId entity) {
        gone.add(entity);
        return Meaning.entity(entity);
    }

    /** The dead by replica and trust; a run for each serial number that does not follow another. */
    private List<Object> runs() {
        List<EntityId> order = new ArrayList<>(gone);
        order.sort(Comparator.<EntityId, Long>comparing(EntityId::replica, Long::compareUnsigned)
                .thenComparing(id -> id.counter() & 3)
                .thenComparing((one, other) -> Long.compareUnsigned(one.counter(), other.counter())));
        Map<String, List<long[]>> lists = new LinkedHashMap<>();
        for (EntityId id : order) {
            String list = i64(id.replica()) + (id.counter() & 3);
            long serial = id.counter() >>> 2;
            List<long[]> all = lists.computeIfAbsent(list, key -> new ArrayList<>());
            if (!all.isEmpty() && all.get(all.size() - 1)[1] == serial - 1) {
                all.get(all.size() - 1)[1] = serial;
            } else {
                all.add(new long[] {serial, serial});
            }
        }
        List<Object> out = new ArrayList<>();
        lists.forEach((list, all) -> out.add(Json.object(
                "replica",
                list.substring(0, 16),
                "trust",
                Integer.parseInt(list.substring(16)),
                "runs",
                all.stream()
                        .map(run -> (Object) Json.object("first", unsigned(run[0]), "last", unsigned(run[1])))
                        .toList())));
        return out;
    }

    private SortedMap<Long, Long> clocks() {
        SortedMap<Long, Long> out = new TreeMap<>(Long::compareUnsigned);
        replicas.forEach(replica -> out.put(replica, -1L));
        return out;
    }

    /** What is left of the meaning when all is below a cut. */
    @SuppressWarnings("unchecked") // the tree was made here
    private Map<String, Object> settled(Map<String, Object> value) {
        List<Object> copies = new ArrayList<>();
        for (Object each : (List<Object>) value.get("copies")) {
            Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) each);
            copies.add(copy);
            if (unmoved.contains(copy.get("entity"))) {
                copy.put(
                        "cells",
                        ((List<Object>) copy.get("cells"))
                                .stream().map(this::settledCell).toList());
            }
        }
        value.put("copies", copies);
        return value;
    }

    @SuppressWarnings("unchecked") // the tree was made here
    private Object settledCell(Object cell) {
        Map<String, Object> out = new LinkedHashMap<>((Map<String, Object>) cell);
        if (out.get("kind").equals("register")) {
            Map<String, Object> state = new LinkedHashMap<>((Map<String, Object>) out.get("state"));
            Map<String, Object> stamp = (Map<String, Object>) state.get("stamp");
            boolean known = replicas.stream().anyMatch(replica -> i64(replica).equals(stamp.get("replica")));
            if (known && stamp.get("major").equals("0") && stamp.get("minor").equals("0")) {
                state.put("stamp", stamp(new Stamped(0, 0, 0, 0), new ByteWriter()));
                out.put("state", state);
            }
        } else if (out.get("kind").equals("set") || out.get("kind").equals("flag")) {
            out.put("state", settledMarks((List<Object>) out.get("state")));
        }
        return out;
    }

    @SuppressWarnings("unchecked") // the tree was made here
    private List<Object> settledMarks(List<Object> elements) {
        List<Object> out = new ArrayList<>();
        for (Object each : elements) {
            Map<String, Object> element = new LinkedHashMap<>((Map<String, Object>) each);
            List<Object> marks = new ArrayList<>();
            for (Object one : (List<Object>) element.get("marks")) {
                Map<String, Object> mark = new LinkedHashMap<>((Map<String, Object>) one);
                boolean known =
                        replicas.stream().anyMatch(replica -> i64(replica).equals(mark.get("replica")));
                long in = Long.parseUnsignedLong((String) mark.get("inClock"), 16);
                long gone = Long.parseUnsignedLong((String) mark.get("outClock"), 16);
                int order = Long.compareUnsigned(in, gone);
                boolean holds = order > 0 || (order == 0 && (int) mark.get("inIndex") > (int) mark.get("outIndex"));
                if (known && holds) {
                    mark.put("outClock", i64(0));
                    mark.put("outIndex", 0);
                }
                if (!known || holds) {
                    marks.add(mark);
                }
            }
            if (!marks.isEmpty()) {
                element.put("marks", marks);
                out.add(element);
            }
        }
        return out;
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
        if (plain && meaning.get("ownership") == null) {
            unmoved.add(meaning.get("entity"));
        }
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
