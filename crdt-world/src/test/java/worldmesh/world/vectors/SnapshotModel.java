package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Random cells: their JSON and, by docs/wire-world.md, "Cells", their bytes, put together here a second time. */
@NullUnmarked // null is a value of JSON
final class SnapshotModel {
    /** Component ids of every kind, one of them below zero and one of each class of trust. */
    private static final Map<Integer, String> COMPONENTS = components();

    private static Map<Integer, String> components() {
        Map<Integer, String> out = new TreeMap<>();
        String[] kinds = {"register", "counter", "set", "flag", "greatest", "bounded", "tiles", "map"};
        for (int i = 0; i < kinds.length; i++) {
            out.put(0x100 + i, kinds[i]);
            out.put(0x8000_0000 + 32 * i + i, kinds[i]);
        }
        out.put(0x108, "register");
        out.put(0x110, "register");
        out.put(0x118, "register");
        out.put(0x10c, "least");
        out.put(0x10d, "text");
        out.put(0x10e, "list");
        out.put(0x10f, "tree");
        out.put(0x8000_010f, "tree");
        out.put(0x8000_010e, "list");
        return out;
    }

    /** A cell: what it means, and its bytes. */
    record Cell(int component, Map<String, Object> meaning, byte[] bytes) {}

    private final Random random;
    private final List<Long> replicas;
    private final SectorId sector;
    private final boolean plain;

    /**
     * Cells of a sector.
     *
     * @param replicas who wrote them; others too, unless the cells are to be plain
     */
    SnapshotModel(Random random, List<Long> replicas, SectorId sector, boolean plain) {
        this.random = random;
        this.replicas = replicas;
        this.sector = sector;
        this.plain = plain;
    }

    /** The cells that an enter op brings. */
    static byte[] someCells(Random random) {
        SnapshotModel model = new SnapshotModel(random, List.of(1L, -1L), SectorId.ORIGIN, false);
        return encode(model.cells());
    }

    static byte[] encode(List<Cell> cells) {
        ByteWriter out = new ByteWriter().varint(cells.size());
        cells.forEach(cell -> out.i32(cell.component()).block(cell.bytes()));
        return out.toBytes();
    }

    List<Cell> cells() {
        List<Cell> out = new ArrayList<>();
        COMPONENTS.forEach((component, kind) -> {
            if (random.nextInt(7) == 0) {
                out.add(cell(component, kind));
            }
        });
        return out;
    }

    private Cell cell(int component, String kind) {
        ByteWriter bytes = new ByteWriter();
        Object state = switch (kind) {
            case "register" -> register(bytes);
            case "counter" -> counter(bytes);
            case "set" -> marks(bytes, false);
            case "flag" -> marks(bytes, true);
            case "bounded" -> bounded(bytes);
            case "tiles" -> TilesModel.tiles(random, this::clock, bytes);
            case "map" -> map(bytes);
            case "tree" -> tree(bytes);
            case "text" -> LogModel.state(random, new Sequence(), bytes);
            case "list" -> LogModel.state(random, Sequence.ofValues(), bytes);
            default -> extremum(bytes);
        };
        Map<String, Object> meaning = Json.object("component", Meaning.i32(component), "kind", kind, "state", state);
        return new Cell(component, meaning, bytes.toBytes());
    }

    private Object extremum(ByteWriter bytes) {
        long value = Meaning.number(random);
        bytes.zigzag(value);
        return Long.toString(value);
    }

    private long replica() {
        return plain || random.nextInt(4) > 0 ? replicas.get(random.nextInt(replicas.size())) : Meaning.number(random);
    }

    private Set<Long> someReplicas() {
        TreeSet<Long> out = new TreeSet<>(Long::compareUnsigned);
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            out.add(replica());
        }
        return out;
    }

    private long clock() {
        return Meaning.CLOCK - (random.nextBoolean() ? random.nextInt(9) : random.nextLong() >>> 20);
    }

    private static int index(Random random) {
        return random.nextInt(6) == 0 ? Integer.MAX_VALUE : random.nextInt(50);
    }

    private Object tree(ByteWriter bytes) {
        int count = 1 + random.nextInt(random.nextInt(3) == 0 ? 8 : 2);
        List<Object> out = new ArrayList<>();
        bytes.varint(count);
        for (int i = 0; i < count; i++) {
            long clock = Meaning.CLOCK - 9 + i;
            long by = replica();
            EntityId parent = random.nextBoolean() ? new EntityId(Meaning.number(random), i) : null;
            bytes.i64(by).i64(clock).varint(i).u8(parent == null ? 0 : 1);
            if (parent != null) {
                parent.encode(bytes);
            }
            out.add(Json.object(
                    "replica",
                    i64(by),
                    "clock",
                    i64(clock),
                    "index",
                    i,
                    "parent",
                    parent == null ? null : Meaning.entity(parent)));
        }
        return out;
    }

    private Object register(ByteWriter bytes) {
        long major = plain ? 0 : Math.abs(Meaning.number(random));
        long minor = plain ? 0 : Meaning.number(random);
        byte[] value = Meaning.bytes(random, random.nextInt(5));
        Map<String, Object> stamp =
                SnapshotVectors.stamp(new SnapshotVectors.Stamped(major, minor, clock(), replica()), bytes);
        bytes.block(value);
        return Json.object("stamp", stamp, "value", Meaning.hex(value));
    }

    private Object counter(ByteWriter bytes) {
        List<Object> out = new ArrayList<>();
        Set<Long> by = someReplicas();
        Set<SectorId> sectors = new LinkedHashSet<>(List.of(sector));
        if (!plain && random.nextBoolean()) {
            sectors = new TreeSet<>(List.of(sector, Meaning.sector(random)));
        }
        bytes.varint((long) by.size() * sectors.size());
        for (long replica : by) {
            for (SectorId each : sectors) {
                long plus = Meaning.number(random) & Long.MAX_VALUE;
                long minus = Meaning.number(random) & Long.MAX_VALUE;
                each.encode(bytes.i64(replica));
                bytes.varint(plus).varint(minus);
                out.add(Json.object(
                        "replica", i64(replica),
                        "sector", Meaning.sector(each),
                        "plus", unsigned(plus),
                        "minus", unsigned(minus)));
            }
        }
        return out;
    }

    private Set<String> someTexts(boolean flag) {
        TreeSet<String> out = new TreeSet<>();
        for (int count = flag ? 1 : 1 + random.nextInt(4); count > 0; count--) {
            out.add(flag ? "" : Meaning.words(random));
        }
        return out;
    }

    private Object marks(ByteWriter bytes, boolean flag) {
        List<Object> out = new ArrayList<>();
        Set<String> elements = someTexts(flag);
        bytes.varint(elements.size());
        for (String element : elements) {
            List<Object> marks = new ArrayList<>();
            Set<Long> by = someReplicas();
            bytes.text(element).varint(by.size());
            by.forEach(replica -> marks.add(mark(replica, null, bytes)));
            out.add(Json.object("element", element, "marks", marks));
        }
        return out;
    }

    private Object mark(long replica, String value, ByteWriter bytes) {
        long in = clock();
        int inIndex = index(random);
        long gone = random.nextBoolean() ? 0 : random.nextBoolean() ? in : clock();
        int goneIndex = gone == 0 ? 0 : index(random);
        Map<String, Object> out = Json.object("replica", i64(replica), "inClock", i64(in), "inIndex", inIndex);
        bytes.i64(replica).i64(in).varint(inIndex);
        if (value != null) {
            bytes.text(value);
            out.put("value", value);
        }
        bytes.i64(gone).varint(goneIndex);
        out.putAll(Json.object("outClock", i64(gone), "outIndex", goneIndex));
        return out;
    }

    private Object map(ByteWriter bytes) {
        List<Object> out = new ArrayList<>();
        Set<String> keys = someTexts(false);
        bytes.varint(keys.size());
        for (String key : keys) {
            List<Object> bindings = new ArrayList<>();
            Set<Long> by = someReplicas();
            bytes.text(key).varint(by.size());
            by.forEach(replica -> bindings.add(mark(replica, Meaning.words(random), bytes)));
            out.add(Json.object("key", key, "bindings", bindings));
        }
        return out;
    }

    private Object bounded(ByteWriter bytes) {
        List<Object> out = new ArrayList<>();
        Set<Long> by = someReplicas();
        bytes.varint(by.size());
        for (long replica : by) {
            PeerId peer = Meaning.peer(random);
            long added = Meaning.number(random) & Long.MAX_VALUE;
            long spent = random.nextInt(100);
            bytes.i64(replica).bytes(peer.bytes()).varint(added).varint(spent);
            List<Object> given = new ArrayList<>();
            TreeSet<PeerId> to = new TreeSet<>();
            for (int count = random.nextInt(3); count > 0; count--) {
                to.add(Meaning.peer(random));
            }
            bytes.varint(to.size());
            for (PeerId each : to) {
                long total = 1L + random.nextInt(1000);
                bytes.bytes(each.bytes()).varint(total);
                given.add(Json.object("to", Meaning.peer(each), "total", unsigned(total)));
            }
            out.add(Json.object(
                    "replica", i64(replica),
                    "peer", Meaning.peer(peer),
                    "added", unsigned(added),
                    "spent", unsigned(spent),
                    "given", given));
        }
        return out;
    }
}
