package worldmesh.world.vectors;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.SnapshotRoot;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.WorldManifest;

/** Bytes that must be refused: mistakes made on purpose, and vectors that were cut, flipped or lengthened. */
@NullUnmarked // null is a value of JSON
final class HostileVectors {
    private static final BatchKey KEY = new BatchKey(Meaning.WORLD, SectorId.ORIGIN, BatchVectors.SELF, 1);
    private static final byte[] SPAWN = {1, 9, 1, 0, 0, 0, 0, 0, 0, 0, 4};

    private final Vectors out;

    private HostileVectors(Vectors out) {
        this.out = out;
    }

    static void write(Iterable<Vectors> sound, Vectors out) {
        HostileVectors hostile = new HostileVectors(out);
        hostile.batches();
        hostile.columns();
        hostile.records();
        hostile.snapshots();
        Map<String, Integer> counts = new TreeMap<>();
        Random random = new Random(666);
        for (Vectors each : sound) {
            for (Map<String, Object> vector : each.all()) {
                hostile.mutants(vector, counts, random);
            }
        }
    }

    /** What the product says to bytes of a type. */
    static boolean reads(Map<String, Object> vector, byte[] bytes) {
        return switch ((String) vector.get("type")) {
            case "batch" -> SignedBatch.decode(bytes) != null;
            case "snapshot" -> {
                Snapshot snapshot = Snapshot.decode(bytes);
                yield snapshot != null && snapshot.open() != null;
            }
            case "proof" -> ProofCodec.decode(bytes) != null;
            case "manifest" -> WorldManifest.decode(bytes) != null;
            case "command" -> CommandEnvelope.decode(bytes) != null;
            case "receipt" -> Receipt.decode(bytes) != null;
            case "versions" -> {
                ByteReader in = new ByteReader(bytes);
                VersionVector.decode(in);
                yield in.complete();
            }
            case "cut" -> Cut.decode(bytes) != null;
            case "symbols" -> {
                ByteReader in = new ByteReader(bytes);
                CodedSymbols.decode(in);
                yield in.complete();
            }
            case "sketch" -> {
                SketchPart part = SketchPart.decode(bytes);
                yield part != null
                        && (part.opening() == null || part.opening().known().open() != null);
            }
            case "difference" -> {
                Difference difference = Difference.decode(bytes);
                yield difference != null && difference.more().open() != null;
            }
            case "root" -> SnapshotRoot.decode(bytes) != null;
            case "record" -> RecordVectors.SHAPES.get(vector.get("fields")).decode(bytes) != null;
            default -> throw new IllegalArgumentException("no reader of " + vector.get("type"));
        };
    }

    static byte[] mutant(byte[] good, Random random) {
        byte[] bad = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            case 1 -> bad = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(3));
            case 2 -> {
                int at = random.nextInt(bad.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
            }
            default -> {
                int at = random.nextInt(Math.min(bad.length, 200));
                bad[at] = (byte) new int[] {0, 1, 127, 128, 255}[random.nextInt(5)];
            }
        }
        return bad;
    }

    private void mutants(Map<String, Object> vector, Map<String, Integer> counts, Random random) {
        String type = (String) vector.get("type");
        byte[] good = HexFormat.of().parseHex((String) vector.get("hex"));
        if (type.equals("id") || type.equals("record") || good.length == 0 || good.length > 600) {
            return;
        }
        byte[] bad = mutant(good, random);
        if (!reads(vector, bad) && counts.merge(type, 1, Integer::sum) <= 25) {
            out.refused("hostile-" + vector.get("name"), type, bad, "a changed vector that the product refuses");
        }
    }

    private void refused(String name, String type, byte[] bytes, String why) {
        if (reads(Json.object("type", type), bytes)) {
            throw new IllegalStateException("the product reads " + name + ", in which " + why);
        }
        out.refused("hostile-" + name, type, bytes, why);
    }

    private static ByteWriter content() {
        return new ByteWriter().i64(Meaning.CLOCK).u8(0).varint(0);
    }

    private void batch(String name, int version, ByteWriter content, String why) {
        refused("batch-" + name, "batch", BatchVectors.raw(version, KEY, content.toBytes()), why);
    }

    private void batches() {
        byte[] spawn = SPAWN;
        batch("version-0", 0, content().varint(1).varint(0).bytes(spawn).varint(0), "the version is unknown");
        batch("version-3", 3, content().varint(1).varint(0).bytes(spawn).varint(0), "the version is unknown");
        batch("no-ops", 2, content().varint(0).varint(0), "there is no op");
        batch("no-ops-1", 1, content().varint(0), "there is no op");
        batch(
                "left-over",
                2,
                content().varint(1).varint(0).bytes(spawn).varint(0).u8(0),
                "a byte is left over");
        batch("count", 2, content().varint(16_385).varint(0).bytes(spawn).varint(0), "there are too many ops");
        batch("count-columns", 2, content().varint(0).varint(16_385).u8(0), "there are too many ops");
        batch("index", 2, content().varint(1).varint(16_384).bytes(spawn).varint(0), "an index is too great");
        batch("code-0", 2, content().varint(1).varint(0).u8(0).varint(0).varint(0), "no op has code 0");
        batch(
                "short-op",
                2,
                content().varint(1).varint(0).u8(1).varint(2).u16(5).varint(0),
                "an op ends early");
        batch("long-op", 2, content().varint(1).varint(0).u8(1).varint(1L << 40).varint(0), "an op is too long");
        byte[] overlong = {(byte) 0x81, 0};
        batch("overlong", 2, content().bytes(overlong).varint(0).bytes(spawn).varint(0), "a varint is over-long");
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0x81);
        batch("endless", 2, content().bytes(endless).varint(0).bytes(spawn).varint(0), "a varint has eleven bytes");
        ByteWriter grant = new ByteWriter().i64(Meaning.CLOCK).u8(2).varint(0);
        batch("flag", 2, grant.varint(1).varint(0).bytes(spawn).varint(0), "a flag is 2");
        ByteWriter extension = new ByteWriter().i64(Meaning.CLOCK).u8(0).block(new byte[1025]);
        batch("extension", 2, extension.varint(1).varint(0).bytes(spawn).varint(0), "the extension is too long");
        ByteWriter long60 =
                content().varint(1).varint(0).u8(200).block(new byte[61_440]).varint(0);
        batch("size", 2, long60, "a batch is longer than 60 KiB");
        BatchKey zero = new BatchKey(Meaning.WORLD, SectorId.ORIGIN, BatchVectors.SELF, 0);
        byte[] content = content().varint(1).varint(0).bytes(spawn).varint(0).toBytes();
        refused("batch-sequence-0", "batch", BatchVectors.raw(2, zero, content), "a sequence is 0");
        BatchKey wide = new BatchKey(Meaning.WORLD, SectorId.ORIGIN, BatchVectors.SELF, -1);
        refused("batch-sequence-64", "batch", BatchVectors.raw(2, wide, content), "a sequence is 2^63 or more");
        refused("batch-63", "batch", new byte[63], "it is shorter than a signature");
        ops();
    }

    private void op(String name, int code, ByteWriter body, String why) {
        batch(
                name,
                2,
                content().varint(1).varint(0).u8(code).block(body.toBytes()).varint(0),
                why);
    }

    private static ByteWriter cell() {
        return new ByteWriter().i64(1).varint(4).i32(0x100);
    }

    private void ops() {
        op("value", 3, cell().u8(0).varint(0).block(new byte[16_385]), "a value is longer than 16 KiB");
        op("element", 5, cell().block(new byte[4097]), "an element is longer than 4096 bytes");
        op("utf8", 5, cell().varint(2).u8(0xc3).u8(0x28), "a text is not UTF-8");
        op("utf8-surrogate", 5, cell().varint(3).u8(0xed).u8(0xa0).u8(0x80), "a text holds half a character");
        op("utf8-overlong", 5, cell().varint(2).u8(0xc0).u8(0x80), "a text is over-long UTF-8");
        op("dots", 6, cell().text("a").varint(4097), "an exclusion names too many dots");
        op("dot-index", 6, cell().text("a").varint(1).i64(1).i64(1).varint(16_385), "the index of a dot is too great");
        op("paint", 13, cell().varint(4096).varint(0).zigzag(1), "a tile is outside the chunk");
        op("paint-length", 13, cell().varint(4000).varint(96).zigzag(1), "tiles end outside the chunk");
        op("bind", 14, cell().text("a").block(new byte[4097]), "a binding is longer than 4096 bytes");
        op("claim", 7, new ByteWriter().bytes(new byte[80]), "a claim is no proof");
        byte[] other = ProofVectors.certificate().encode();
        op("claim-kind", 7, new ByteWriter().bytes(other), "a claim is another proof");
        op("leave", 8, new ByteWriter().i64(1).varint(4).zigzag(1), "a sector ends early");
    }

    private void bits(String name, Bits bits, int count, String why) {
        batch("columns-" + name, 2, content().varint(0).varint(count).bytes(bits.bytes()), why);
    }

    private void columns() {
        bits("code-0", new Bits().golomb(0, 0).golomb(0, 0).bits(0, 3), 1, "no column holds ops of code 0");
        bits("code-7", new Bits().golomb(0, 0).golomb(0, 0).bits(7, 3), 1, "no column holds ops of code 7");
        bits("no-component", new Bits().golomb(0, 0).golomb(0, 0).bits(4, 3), 1, "a shape names no component");
        bits("components", new Bits().golomb(1025, 0), 1, "there are too many components");
        bits("shapes", new Bits().golomb(0, 0).golomb(1025, 0), 1, "there are too many shapes");
        bits("serial", spawns().golomb(0, 0).bits(1, 1).bits(0, 2).bits(63, 6), 1, "a serial number is too wide");
        Bits gap = spawns().golomb(0, 0)
                .bits(1, 1)
                .bits(0, 2)
                .bits(62, 6)
                .bits(-1L >>> 2, 62)
                .golomb(1, 5)
                .bits(0, 5);
        bits("gap", gap.golomb(0, 0).bits(0, 1).golomb(0, 0), 2, "a serial number grows beyond 62 bits");
        bits("few", spawn(), 2, "the runs hold fewer ops");
        bits("many", spawn().golomb(0, 0), 0, "bits follow no count");
        bits("padding", spawn().bits(1, 1), 1, "the bits do not end in zeros");
        bits("left-over", spawn().bits(0, 16), 1, "a byte follows the bits");
        bits(
                "shape",
                spawns().golomb(0, 0)
                        .bits(1, 1)
                        .bits(0, 2)
                        .bits(0, 6)
                        .golomb(0, 5)
                        .bits(0, 5)
                        .golomb(1, 0),
                1,
                "there is no such shape");
        Bits endless = new Bits();
        for (int i = 0; i < 70; i++) {
            endless.bits(0, 1);
        }
        bits("golomb", endless.bits(1, 1), 1, "a Golomb code never ends");
        bits("amount", one(4).bits(65, 7).bits(0, 64), 1, "an amount is wider than 64 bits");
        bits("strings", one(3).golomb(16_385, 4).golomb(0, 4), 1, "a value is longer than 16 KiB");
        bits("string", one(3).golomb(2, 4).golomb(0, 4).bits(0, 8), 1, "a string ends early");
        bits("text", one(5).golomb(1, 4).golomb(0, 4).bits(0xff, 8).bits(0, 5), 1, "an element is not UTF-8");
        bits("index", one(5).golomb(0, 4).golomb(0, 4).bits(15, 5).bits(16_384, 15), 1, "an index is too great");
        bits("dots", one(6).golomb(0, 4).golomb(0, 4).golomb(4097, 0), 1, "an exclusion names too many dots");
        bits("longest", one(3).golomb(0, 4).golomb(16_384, 4).bits(0, 15), 1, "no string is as long as the greatest");
    }

    private static Bits spawns() {
        return new Bits().golomb(0, 0).golomb(0, 0).bits(1, 3);
    }

    private static Bits spawn() {
        Bits run = spawns().golomb(0, 0)
                .bits(1, 1)
                .bits(0, 2)
                .bits(1, 6)
                .bits(1, 1)
                .golomb(0, 5)
                .bits(0, 5);
        return run.golomb(0, 0).bits(0, 1);
    }

    /** One op of that code on a component, up to its columns. */
    private static Bits one(int code) {
        Bits table = new Bits().golomb(1, 0).bits(0x102, 32).golomb(0, 0).bits(code, 3);
        return table.golomb(0, 0)
                .bits(1, 1)
                .bits(0, 2)
                .bits(0, 6)
                .golomb(0, 5)
                .bits(0, 5)
                .golomb(0, 0)
                .bits(0, 1);
    }

    private void record(String name, List<String> fields, ByteWriter bytes, String why) {
        if (reads(Json.object("type", "record", "fields", fields), bytes.toBytes())) {
            throw new IllegalStateException("the product reads record " + name + ", in which " + why);
        }
        out.refusedRecord("hostile-record-" + name, fields, bytes.toBytes(), why);
    }

    private void records() {
        List<String> whole = List.of("boolean", "byte", "short", "int", "long");
        record("boolean", whole, new ByteWriter().u8(2), "a boolean is 2");
        record("short", whole, new ByteWriter().u16(0).zigzag(32_768), "a short is out of range");
        record("int", whole, new ByteWriter().u16(0).zigzag(0).zigzag(1L << 31), "an int is out of range");
        record("cut", whole, new ByteWriter().u16(0).u8(0x80), "a number ends early");
        List<String> broken = List.of("float", "double", "steps", "steps");
        record("float", broken, new ByteWriter().u16(1), "a float ends early");
        record("double", broken, new ByteWriter().i32(1).i32(1), "a double ends early");
        List<String> named = List.of("text", "enum:3", "entity", "peer", "sector");
        record("enum", named, new ByteWriter().text("a").varint(3), "an enum has no such constant");
        record("text", named, new ByteWriter().block(new byte[4097]), "a text is too long");
        record("utf8", named, new ByteWriter().block(new byte[] {(byte) 0xff}), "a text is not UTF-8");
        record("entity", named, new ByteWriter().text("").varint(0).i32(1), "an entity ends early");
        ByteWriter peer = new ByteWriter().text("").varint(0).i64(1).varint(1).bytes(new byte[31]);
        record("peer", named, peer, "a peer ends early");
        List<String> placed = List.of("vec3", "vec3steps", "quat");
        ByteWriter zeros = new ByteWriter().bytes(new byte[27]);
        record("quat-zero", placed, new ByteWriter().bytes(zeros.toBytes()).bytes(new byte[5]), "a code is 0");
        byte[] infinite = {0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x7f};
        record("vec3", placed, new ByteWriter().bytes(infinite), "a number of a Vec3 is not finite");
        byte[] large = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        record("quat-square", placed, new ByteWriter().bytes(zeros.toBytes()).bytes(large), "squares are more than 1");
        byte[] high = {0, 8, (byte) 0x80, 0, (byte) 0x88};
        record("quat-bits", placed, new ByteWriter().bytes(zeros.toBytes()).bytes(high), "bits 38 and 39 are not 0");
        List<String> ground = List.of("grid");
        record("grid-run", ground, new ByteWriter().varint(1).varint(0).zigzag(1), "a run of tiles is empty");
        record("grid-end", ground, new ByteWriter().varint(1).varint(4097).zigzag(1), "tiles end outside the chunk");
        record("grid-count", ground, new ByteWriter().varint(4097), "there are too many runs");
    }

    private static ByteWriter snapshot() {
        ByteWriter out = new ByteWriter().u8(2).bytes(Meaning.WORLD.hash().bytes());
        SectorId.ORIGIN.encode(out);
        return out;
    }

    private void snapshots() {
        ByteWriter one = snapshot().varint(1).i64(5).varint(1).i64(Meaning.CLOCK);
        byte[] head = one.toBytes();
        refused(
                "snapshot-version",
                "snapshot",
                new ByteWriter().u8(4).bytes(head).toBytes(),
                "the version is unknown");
        snapshot(
                "replicas",
                snapshot().varint(2).i64(5).varint(1).i64(1).i64(5).varint(1).i64(1),
                "replicas are equal");
        snapshot("last", snapshot().varint(1).i64(5).varint(0).i64(1), "a last sequence is 0");
        ByteWriter dead =
                new ByteWriter().bytes(head).varint(2).i64(1).varint(8).i64(1).varint(4);
        snapshot("dead", dead, "the dead are not in order");
        ByteWriter few = new ByteWriter()
                .bytes(head)
                .varint(0)
                .varint(0)
                .varint(4_000_000)
                .i64(1);
        refused("snapshot-few", "snapshot", few.toBytes(), "there are fewer bytes than copies");
        refused(
                "snapshot-copies",
                "snapshot",
                new ByteWriter()
                        .bytes(head)
                        .varint(0)
                        .varint(0)
                        .varint((1 << 22) + 1L)
                        .toBytes(),
                "there are too many copies");
        runsOfTheDead(head);
        snapshot("count", snapshot().varint(1 << 17), "there are too many replicas");
    }

    private void runsOfTheDead(byte[] head) {
        ByteWriter runs = new ByteWriter().u8(3).bytes(Arrays.copyOfRange(head, 1, head.length));
        byte[] third = runs.toBytes();
        dead(third, "touch", runs().varint(2).varint(5).varint(2).varint(0).varint(1), "runs of the dead touch");
        dead(third, "none", runs().varint(0), "a list of the dead is empty");
        dead(third, "serial", runs().varint(1).varint(1L << 62).varint(0), "a serial number is too large");
        dead(
                third,
                "order",
                runs().varint(1)
                        .varint(5)
                        .varint(0)
                        .i64(1)
                        .u8(0)
                        .varint(1)
                        .varint(5)
                        .varint(0),
                "no order");
        dead(third, "trust", new ByteWriter().i64(1).u8(4).varint(1).varint(5).varint(0), "there is no such trust");
    }

    private static ByteWriter runs() {
        return new ByteWriter().i64(1).u8(0);
    }

    private void dead(byte[] head, String name, ByteWriter lists, String why) {
        ByteWriter bytes = new ByteWriter().bytes(head).varint(name.equals("order") ? 2 : 1);
        bytes.bytes(lists.toBytes()).varint(0).varint(0).varint(0);
        refused("snapshot-dead-" + name, "snapshot", bytes.toBytes(), why);
    }

    private void snapshot(String name, ByteWriter front, String why) {
        refused(
                "snapshot-" + name,
                "snapshot",
                front.varint(0).varint(0).varint(0).toBytes(),
                why);
    }
}
