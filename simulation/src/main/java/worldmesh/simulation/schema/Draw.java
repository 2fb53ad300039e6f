package worldmesh.simulation.schema;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.fuzz.Mutations;
import worldmesh.world.component.Length;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;
import worldmesh.world.component.Width;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/**
 * Draws inputs of a subject: records by docs/wire-world.md "Records", most with one field at or beyond an edge, and
 * half of them damaged as bytes. Knows the wire's text and the annotations, no codec.
 */
final class Draw {
    /** Steps and whole numbers without bounds stay where a double counts exactly. */
    private static final long WIDE = 1L << 40;

    private static final int TEXT_MAX = 4096;
    private static final int DAMAGED_ONE_IN = 2;
    private static final double[] ODD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e300
    };

    private final RandomGenerator random;
    private final Map<Subject, List<Field>> plans = new HashMap<>();

    /** What a field's type and annotations say, looked up once. */
    private record Field(
            String key,
            Class<?> type,
            @Nullable Range range,
            @Nullable Length length,
            double step,
            int width) {
        static Field of(RecordComponent field) {
            Quantized quantized = field.getAnnotation(Quantized.class);
            Width width = field.getAnnotation(Width.class);
            return new Field(
                    field.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
                    field.getType(),
                    field.getAnnotation(Range.class),
                    field.getAnnotation(Length.class),
                    quantized == null ? 0 : quantized.value(),
                    width == null ? 0 : width.value());
        }

        Field axis(String name) {
            return new Field(key + name, double.class, range, length, step, width);
        }
    }

    private record Bounds(double min, double max) {}

    Draw(RandomGenerator random) {
        this.random = random;
    }

    /** So many inputs. */
    List<Input> inputs(Subject subject, int count) {
        List<Input> out = new ArrayList<>();
        List<byte[]> pool = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Input drawn = input(subject);
            pool.add(drawn.bytes());
            boolean damaged = random.nextInt(DAMAGED_ONE_IN) == 0;
            out.add(damaged ? new Input(Mutations.mutant(pool, random), null) : drawn);
        }
        return out;
    }

    private Input input(Subject subject) {
        List<Field> fields = plans.computeIfAbsent(
                subject,
                of -> Arrays.stream(of.codec().type().getRecordComponents())
                        .map(Field::of)
                        .toList());
        int edge = random.nextInt(fields.size() + 1);
        ByteWriter bytes = new ByteWriter(64);
        List<String> text = new ArrayList<>();
        boolean plain = true;
        for (int i = 0; i < fields.size(); i++) {
            plain &= field(fields.get(i), i == edge, bytes, text);
        }
        return new Input(bytes.toBytes(), plain ? text : null);
    }

    /** Appends one field to both; false if it has no text. */
    private boolean field(Field field, boolean edge, ByteWriter bytes, List<String> text) {
        Class<?> type = field.type;
        if (type == String.class) {
            return words(field, edge, bytes, text);
        } else if (type == EntityId.class || type == SectorId.class) {
            return id(field, bytes, text);
        } else if (type == Vec3.class) {
            for (String axis : List.of(".x", ".y", ".z")) {
                number(field.axis(axis), edge, bytes, text);
            }
            return true;
        } else if (type == PeerId.class || type == Quat.class || type == Grid.class) {
            bytes.bytes(blank(type));
            return false;
        } else if (type.isEnum() || type == boolean.class) {
            choice(field, edge, bytes, text);
            return true;
        }
        number(field, edge, bytes, text);
        return true;
    }

    private static byte[] blank(Class<?> type) {
        if (type == PeerId.class) {
            return new byte[PeerId.BYTES];
        }
        // The rotation that turns nothing, and no tiles.
        return type == Quat.class ? new byte[] {0, 8, (byte) 0x80, 0, 0x38} : new byte[1];
    }

    private boolean id(Field field, ByteWriter bytes, List<String> text) {
        String key = field.key;
        long first = random.nextLong();
        long second = random.nextLong();
        if (field.type == EntityId.class) {
            bytes.i64(first).varint(second);
            text.add(key + ".replica=" + first);
            text.add(key + ".counter=" + second);
        } else {
            int scale = random.nextInt(256);
            bytes.zigzag(first).zigzag(second).u8(scale);
            text.add(key + ".x=" + first);
            text.add(key + ".y=" + second);
            text.add(key + ".scale=" + scale);
        }
        return true;
    }

    private void choice(Field field, boolean edge, ByteWriter bytes, List<String> text) {
        String key = field.key;
        Object[] constants = field.type.getEnumConstants();
        int count = constants == null ? 2 : constants.length;
        int index = edge && random.nextBoolean() ? count + random.nextInt(3) : random.nextInt(count);
        if (constants == null) {
            bytes.u8(index);
            text.add(key + "=" + (index < 2 ? String.valueOf(index == 1) : "maybe"));
        } else {
            bytes.varint(index);
            String name = index < count ? ((Enum<?>) constants[index]).name() : "no-such";
            text.add(key + "=" + name.toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    private boolean words(Field field, boolean edge, ByteWriter bytes, List<String> text) {
        Length length = field.length;
        int min = length == null ? 0 : length.min();
        int max = length == null ? TEXT_MAX : length.max();
        int size = edge ? max + 2 - random.nextInt(4) : Math.min(max, min + random.nextInt(12));
        if (edge && min > 0 && random.nextInt(3) == 0) {
            size = min - 1;
        }
        StringBuilder drawn = new StringBuilder();
        while (drawn.length() < size) {
            drawn.append((char) ('a' + random.nextInt(26)));
        }
        if (size > 1 && random.nextInt(4) == 0) {
            drawn.replace(0, 2, "é"); // two bytes for one letter
        }
        String said = drawn.toString();
        if (edge && random.nextInt(8) == 0) {
            bytes.varint(2).u8(0xc3).u8('(');
            return false;
        }
        bytes.text(said);
        text.add(field.key + "=" + said);
        return true;
    }

    private void number(Field field, boolean edge, ByteWriter bytes, List<String> text) {
        Range range = field.range;
        double min = range == null ? Double.NEGATIVE_INFINITY : range.min();
        double max = range == null ? Double.POSITIVE_INFINITY : range.max();
        if (field.step != 0) {
            long steps = whole(Math.round(min / field.step), Math.round(max / field.step), edge);
            bytes.zigzag(steps);
            double value = steps * field.step;
            boolean single = field.type == float.class;
            text.add(field.key + "=" + (single ? Float.toString((float) value) : Double.toString(value)));
        } else if (field.type == float.class || field.type == double.class) {
            broken(field, new Bounds(min, max), edge, bytes, text);
        } else if (field.width != 0) {
            long mask = (1L << (8 * field.width)) - 1;
            long least = Math.max(0, (long) min);
            long most = Math.min(mask, (long) max);
            long value = whole(least, most, false);
            value = edge ? (value + 1) & mask : value;
            for (int shift = 0; shift < 8 * field.width; shift += 8) {
                bytes.u8((int) (value >>> shift));
            }
            text.add(field.key + "=" + value);
        } else {
            integer(field, whole((long) min, (long) max, edge), bytes, text);
        }
    }

    private static void integer(Field field, long value, ByteWriter bytes, List<String> text) {
        long said = field.type == byte.class ? (byte) value : value;
        if (field.type == byte.class) {
            bytes.u8((int) said);
        } else {
            bytes.zigzag(said);
        }
        text.add(field.key + "=" + said);
    }

    private void broken(Field field, Bounds bounds, boolean edge, ByteWriter bytes, List<String> text) {
        double low = Math.max(bounds.min, -WIDE);
        double high = Math.min(bounds.max, WIDE);
        double value = low + random.nextDouble() * (high - low);
        if (edge) {
            double bound = random.nextBoolean() ? low : high;
            value = switch (random.nextInt(4)) {
                case 0 -> ODD[random.nextInt(ODD.length)];
                case 1 -> bound;
                case 2 -> Math.nextUp((float) bound);
                default -> Math.nextDown((float) bound);
            };
        }
        if (field.type == float.class) {
            bytes.f32((float) value);
            text.add(field.key + "=" + (float) value);
        } else {
            bytes.f64(value);
            text.add(field.key + "=" + value);
        }
    }

    /** A number within the bounds, or around one of them. */
    private long whole(long min, long max, boolean edge) {
        long low = Math.max(min, -WIDE);
        long high = Math.min(max, WIDE);
        if (!edge) {
            return low + random.nextLong(high - low + 1);
        }
        return switch (random.nextInt(5)) {
            case 0 -> low - 1;
            case 1 -> low;
            case 2 -> high;
            case 3 -> high + 1;
            default -> random.nextLong() >> random.nextInt(24, 64);
        };
    }
}
