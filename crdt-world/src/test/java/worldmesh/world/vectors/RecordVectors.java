package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.component.Width;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/** Records of every type of field. The bytes are put together here and must be what the product writes. */
@NullUnmarked // null is a value of JSON
final class RecordVectors {
    /** The types as the vectors name them, and records that have them. */
    static final Map<List<String>, RecordCodec<? extends Record>> SHAPES = shapes();

    private static Map<List<String>, RecordCodec<? extends Record>> shapes() {
        Map<List<String>, RecordCodec<? extends Record>> out = new LinkedHashMap<>();
        out.put(List.of("boolean", "byte", "short", "int", "long"), RecordCodec.of(Whole.class));
        out.put(
                List.of("width1", "width2", "width3", "width4", "width5", "width6", "width7"),
                RecordCodec.of(Widths.class));
        out.put(List.of("float", "double", "steps", "steps"), RecordCodec.of(Broken.class));
        out.put(List.of("text", "enum:3", "entity", "peer", "sector"), RecordCodec.of(Named.class));
        out.put(List.of("vec3", "vec3steps", "quat"), RecordCodec.of(Placed.class));
        out.put(List.of("grid"), RecordCodec.of(Ground.class));
        out.put(List.of("text", "text", "long"), RecordCodec.of(Grown.class));
        return out;
    }

    private static final Map<String, BiFunction<Random, ByteWriter, Object>> FIELDS = fields();

    private static Map<String, BiFunction<Random, ByteWriter, Object>> fields() {
        Map<String, BiFunction<Random, ByteWriter, Object>> out = new LinkedHashMap<>();
        out.put("boolean", RecordVectors::flag);
        out.put("byte", (random, bytes) -> plain((byte) number(random), (byte) number(random), bytes));
        out.put("short", (random, bytes) -> zigzag((short) number(random), bytes));
        out.put("int", (random, bytes) -> zigzag(number(random) << 32 >> 32, bytes));
        out.put("long", (random, bytes) -> zigzag(number(random), bytes));
        out.put("float", RecordVectors::single);
        out.put("double", RecordVectors::number64);
        out.put("steps", (random, bytes) -> zigzag(number(random) << 32 >> 41, bytes));
        out.put(
                "text",
                (random, bytes) -> text(random.nextInt(9) == 0 ? "\u00e4".repeat(2048) : Meaning.words(random), bytes));
        out.put("enum:3", RecordVectors::constant);
        out.put("entity", RecordVectors::entity);
        out.put("peer", RecordVectors::peer);
        out.put("sector", RecordVectors::sector);
        out.put("quat", RecordVectors::quat);
        out.put("grid", RecordVectors::grid);
        return out;
    }

    record Whole(boolean a, byte b, short c, int d, long e) {}

    record Widths(
            @Width(1) int a,
            @Width(2) int b,
            @Width(3) int c,
            @Width(4) long d,
            @Width(5) long e,
            @Width(6) long f,
            @Width(7) long g) {}

    record Broken(
            float a,
            double b,
            @Quantized(0.25) float c,
            @Quantized(0.5) double d) {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Named(String a, Colour b, EntityId c, PeerId d, SectorId e) {}

    record Placed(Vec3 a, @Quantized(0.25) Vec3 b, Quat c) {}

    record Ground(Grid a) {}

    record Grown(String a, String b, long c) {}

    private RecordVectors() {}

    static void write(Vectors out) {
        SHAPES.forEach((fields, codec) -> {
            for (int i = 0; i < 12; i++) {
                record(fields, codec, i, out);
            }
        });
    }

    private static void record(List<String> fields, RecordCodec<? extends Record> codec, int number, Vectors out) {
        Random random = new Random(fields.hashCode() + number);
        ByteWriter bytes = new ByteWriter();
        List<Object> values = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (String field : fields) {
            for (String part : parts(field)) {
                values.add(
                        field.startsWith("width")
                                ? width(field, random, bytes)
                                : FIELDS.get(part).apply(random, bytes));
                ends.add(bytes.size());
            }
        }
        String name = "record-" + fields.get(0) + "-" + fields.size() + "-" + number;
        check(name, codec, bytes.toBytes());
        out.means(name, "record", bytes.toBytes(), values, "fields", fields);
        if (number % 3 == 0) {
            byte[] grown = new ByteWriter()
                    .bytes(bytes.toBytes())
                    .bytes(Meaning.bytes(random, 3))
                    .toBytes();
            out.means(name + "-grown", "record", grown, values, "fields", fields);
            int left = random.nextInt(ends.size());
            byte[] early = Arrays.copyOf(bytes.toBytes(), ends.get(left));
            if (codec.decode(early) == null) {
                throw new IllegalStateException(name + " cannot end early");
            }
            List<Object> some = new ArrayList<>(values.subList(0, left));
            some.addAll(zeros(fields).subList(left, values.size()));
            out.means(name + "-early", "record", early, some, "fields", fields);
        }
    }

    private static List<String> parts(String field) {
        return field.equals("vec3")
                ? List.of("double", "double", "double")
                : field.equals("vec3steps") ? List.of("steps", "steps", "steps") : List.of(field);
    }

    private static <T extends Record> void check(String name, RecordCodec<T> codec, byte[] bytes) {
        T value = codec.decode(bytes);
        if (value == null || !Arrays.equals(codec.encode(value), bytes)) {
            throw new IllegalStateException(name + " is read as " + value);
        }
    }

    /** What fields are whose bytes are not there. */
    private static List<Object> zeros(List<String> fields) {
        List<Object> out = new ArrayList<>();
        for (String field : fields) {
            for (String part : parts(field)) {
                out.add(zero(part));
            }
        }
        return out;
    }

    private static Object zero(String field) {
        return switch (field) {
            case "boolean" -> false;
            case "grid" -> List.of();
            case "float" -> "0".repeat(8);
            case "double" -> "0".repeat(16);
            case "text" -> "";
            case "enum:3" -> 0;
            case "entity" -> "0".repeat(16) + ":0";
            case "peer" -> "0".repeat(64);
            case "sector" -> Meaning.sector(SectorId.ORIGIN);
            case "quat" -> Json.object("left", 3, "codes", List.of(2048, 2048, 2048));
            default -> "0";
        };
    }

    // Fields: the bytes and what they mean.

    private static Object flag(Random random, ByteWriter bytes) {
        boolean value = random.nextBoolean();
        bytes.u8(value ? 1 : 0);
        return value;
    }

    private static Object plain(byte value, byte other, ByteWriter bytes) {
        byte either = value == 0 ? other : value;
        bytes.u8(either);
        return Byte.toString(either);
    }

    private static Object zigzag(long value, ByteWriter bytes) {
        bytes.zigzag(value);
        return Long.toString(value);
    }

    private static Object text(String value, ByteWriter bytes) {
        bytes.text(value);
        return value;
    }

    private static Object width(String field, Random random, ByteWriter bytes) {
        int count = field.charAt(field.length() - 1) - '0';
        long value = random.nextInt(4) == 0 ? (1L << (8 * count)) - 1 : random.nextLong() >>> (64 - 8 * count);
        for (int i = 0; i < count; i++) {
            bytes.u8((int) (value >>> (8 * i)));
        }
        return Long.toString(value);
    }

    private static Object single(Random random, ByteWriter bytes) {
        float[] edges = {0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE, 1.5f};
        int bits = Float.floatToIntBits(edges[random.nextInt(edges.length)]);
        bytes.i32(bits);
        return Meaning.i32(bits);
    }

    private static Object number64(Random random, ByteWriter bytes) {
        double[] edges = {0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 1e300, -3.25, random.nextGaussian()};
        long bits = Double.doubleToLongBits(edges[random.nextInt(edges.length)]);
        bytes.i64(bits);
        return Meaning.i64(bits);
    }

    private static Object constant(Random random, ByteWriter bytes) {
        int value = random.nextInt(3);
        bytes.varint(value);
        return value;
    }

    private static Object entity(Random random, ByteWriter bytes) {
        EntityId value = Meaning.entity(random, -2);
        bytes.i64(value.replica()).varint(value.counter());
        return Meaning.entity(value);
    }

    private static Object peer(Random random, ByteWriter bytes) {
        PeerId value = Meaning.peer(random);
        bytes.bytes(value.bytes());
        return Meaning.peer(value);
    }

    private static Object sector(Random random, ByteWriter bytes) {
        SectorId value = Meaning.sector(random);
        bytes.zigzag(value.x()).zigzag(value.y()).u8(value.scale());
        return Meaning.sector(value);
    }

    private static Object quat(Random random, ByteWriter bytes) {
        int left = random.nextInt(4);
        long bits = (long) left << 36;
        List<Object> codes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // Well below the largest, so that the same one is left out again.
            int code = 2048 + random.nextInt(2400) - 1200;
            codes.add(code);
            bits |= (long) code << (12 * i);
        }
        for (int i = 0; i < 5; i++) {
            bytes.u8((int) (bits >>> (8 * i)));
        }
        return Json.object("left", left, "codes", codes);
    }

    private static Object grid(Random random, ByteWriter bytes) {
        List<Object> runs = new ArrayList<>();
        int count = random.nextInt(5);
        bytes.varint(count);
        int left = Grid.MAX_TILES;
        for (int i = 0; i < count; i++) {
            int length = i == 4 ? left : 1 + random.nextInt(left / 2);
            int tile = ((int) number(random) & ~7) | (i + 1);
            left -= length;
            bytes.varint(length).zigzag(tile);
            runs.add(Json.object("length", length, "tile", Integer.toString(tile)));
        }
        return runs;
    }
}
