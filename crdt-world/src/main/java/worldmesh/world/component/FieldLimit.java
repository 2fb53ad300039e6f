package worldmesh.world.component;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.space.Vec3;

/**
 * What {@link Range} or {@link Length} say of one field, in the numbers that are compared: whole numbers, steps or
 * bytes by {@code low} and {@code high}, numbers with a point by {@code least} and {@code most}. Immutable.
 *
 * @param step of a quantised field, else 0
 * @param implied true if no annotation says it: the limit that every text has
 */
record FieldLimit(String path, long low, long high, double least, double most, double step, boolean implied) {
    private static final double EXACT_MAX = 1L << 53;

    /** Up to there a step is found again in the number that it makes. */
    private static final double STEPS_MAX = 1L << 51;

    private static final double SINGLE_STEPS_MAX = 1L << 22;

    /** What the annotations of the field say, null if nothing; refuses what the field's type cannot keep. */
    static @Nullable FieldLimit of(Class<?> owner, RecordComponent field) {
        String path = nameOf(owner) + "." + field.getName();
        Range range = field.getAnnotation(Range.class);
        Length length = field.getAnnotation(Length.class);
        if (length != null) {
            demand(range == null && field.getType() == String.class, path + " has a @Length; only a String may");
            demand(
                    length.min() >= 0 && length.max() >= length.min() && length.max() <= FieldAccess.MAX_TEXT_BYTES,
                    path + " is @Length(" + length.min() + ".." + length.max() + "); it must rise within 0.."
                            + FieldAccess.MAX_TEXT_BYTES);
            return text(path, length.min(), length.max(), false);
        }
        if (range == null) {
            return field.getType() == String.class ? text(path, 0, FieldAccess.MAX_TEXT_BYTES, true) : null;
        }
        return number(path, field, range);
    }

    private static FieldLimit text(String path, int min, int max, boolean implied) {
        return new FieldLimit(path, min, max, min, max, 0, implied);
    }

    /** As the schema calls it, so that errors say the same wherever they come up. */
    private static String nameOf(Class<?> owner) {
        Component component = owner.getAnnotation(Component.class);
        CommandType command = owner.getAnnotation(CommandType.class);
        return component != null ? component.value() : command != null ? command.value() : owner.getSimpleName();
    }

    private static FieldLimit number(String path, RecordComponent field, Range range) {
        Class<?> type = field.getType();
        Quantized quantized = field.getAnnotation(Quantized.class);
        double step = quantized == null ? 0 : quantized.value();
        boolean whole = isWhole(type);
        demand(
                whole || isFractional(type),
                path + " is a " + type.getSimpleName() + "; a @Range is for numbers and Vec3");
        demand(range.min() <= range.max(), path + " is @Range(" + range.min() + ".." + range.max() + "); it must rise");
        demand(
                !whole || (isExact(range.min()) && isExact(range.max())),
                path + " is @Range(" + range.min() + ".." + range.max()
                        + "); bounds of whole numbers are whole, and at most 2^53");
        double unit = step == 0 ? 1 : step;
        double stepsMax = type == float.class ? SINGLE_STEPS_MAX : STEPS_MAX;
        demand(
                step == 0 || (inSteps(range.min() / unit, stepsMax) && inSteps(range.max() / unit, stepsMax)),
                path + " is @Range(" + range.min() + ".." + range.max() + ") in steps of " + step
                        + "; bounds are at most " + (long) stepsMax + " steps");
        long low = Math.round(range.min() / unit);
        long high = Math.round(range.max() / unit);
        return new FieldLimit(path, low, high, range.min(), range.max(), step, false);
    }

    private static boolean isWhole(Class<?> type) {
        return type == byte.class || type == short.class || type == int.class || type == long.class;
    }

    /** True if values have a point: what is limited by {@code least} and {@code most}. */
    static boolean isFractional(Class<?> type) {
        return type == float.class || type == double.class || type == Vec3.class;
    }

    private static boolean isExact(double bound) {
        return Double.isInfinite(bound) || (bound == Math.rint(bound) && Math.abs(bound) <= EXACT_MAX);
    }

    private static boolean inSteps(double bound, double stepsMax) {
        return Double.isInfinite(bound) || Math.abs(bound) <= stepsMax;
    }

    private static void demand(boolean kept, String otherwise) {
        if (!kept) {
            throw new SchemaException(otherwise);
        }
    }

    /** What the schema hash says of it. */
    String signature() {
        return implied ? "" : "[" + least + ".." + most + "]";
    }

    boolean admits(long value) {
        return value >= low && value <= high;
    }

    boolean admits(double value) {
        if (step == 0) {
            return value >= least && value <= most;
        }
        return !Double.isNaN(value) && admits(Math.round(value / step));
    }

    boolean admits(Vec3 value) {
        return admits(value.x()) && admits(value.y()) && admits(value.z());
    }

    boolean admits(String value) {
        // Three bytes at most for a char: most texts are judged without making bytes of them.
        int chars = value.length();
        if (chars > high) {
            return false;
        }
        if (chars >= low && chars * 3L <= high) {
            return true;
        }
        return admits((long) value.getBytes(StandardCharsets.UTF_8).length);
    }

    /** What is wrong with a value that was read without asking, null if nothing is. */
    @Nullable String fault(Object value) {
        if (value instanceof String text) {
            long bytes = text.getBytes(StandardCharsets.UTF_8).length;
            return admits(bytes) ? null : why(bytes, " bytes");
        } else if (value instanceof Vec3 vector) {
            return admits(vector) ? null : why(vector, "");
        } else if (value instanceof Float || value instanceof Double) {
            return admits(((Number) value).doubleValue()) ? null : why(value, "");
        }
        return admits(((Number) value).longValue()) ? null : why(value, "");
    }

    /** What was seen and what is allowed. */
    String why(Object seen, String unit) {
        boolean fractional = step != 0 || least != low || most != high;
        return "is " + seen + unit + ", must be within "
                + (fractional && unit.isEmpty() ? least + ".." + most : bound(low) + ".." + bound(high));
    }

    private static String bound(long value) {
        return value == Long.MIN_VALUE || value == Long.MAX_VALUE ? "" : Long.toString(value);
    }

    // Bound by name in FieldCodec: before a value is written, and after one was read.

    static void demand(long value, FieldLimit limit) {
        if (!limit.admits(value)) {
            throw new IllegalArgumentException(limit.path + " " + limit.why(value, ""));
        }
    }

    static void demand(double value, FieldLimit limit) {
        if (!limit.admits(value)) {
            throw new IllegalArgumentException(limit.path + " " + limit.why(value, ""));
        }
    }

    static void demand(Vec3 value, FieldLimit limit) {
        if (!limit.admits(value)) {
            throw new IllegalArgumentException(limit.path + " " + limit.why(value, ""));
        }
    }

    static void demand(String value, FieldLimit limit) {
        if (!limit.admits(value)) {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            throw new IllegalArgumentException(limit.path + " " + limit.why(bytes, " bytes"));
        }
    }

    static void judge(long value, ByteReader in, FieldLimit limit) {
        if (!limit.admits(value)) {
            in.fail();
        }
    }

    static void judge(double value, ByteReader in, FieldLimit limit) {
        if (!limit.admits(value)) {
            in.fail();
        }
    }

    static void judge(Vec3 value, ByteReader in, FieldLimit limit) {
        if (!limit.admits(value)) {
            in.fail();
        }
    }

    static void judge(String value, ByteReader in, FieldLimit limit) {
        if (!limit.admits(value)) {
            in.fail();
        }
    }
}
