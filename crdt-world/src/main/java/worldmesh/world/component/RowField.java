package worldmesh.world.component;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** One field of a {@link Row}: its form, read off the codec of the field, and where its numbers lie. Immutable. */
record RowField(
        String name,
        Form form,
        int first,
        int limit,
        double step,
        @Nullable FieldLimit declared) {
    private RowField(String name, Form form, int first, int limit, double step) {
        this(name, form, first, limit, step, null);
    }

    /** The forms of field that numbers and texts can say. */
    enum Form {
        BOOL(1, true),
        BYTE(1, true),
        INTEGER(1, true),
        WIDTH(1, true),
        CONSTANT(1, true),
        SINGLE(1, false),
        DOUBLE(1, false),
        STEPS(1, false),
        VECTOR(3, false),
        VECTOR_STEPS(3, false),
        ENTITY(2, true),
        TEXT(1, false);

        final int numbers;
        final boolean integer;

        Form(int numbers, boolean integer) {
            this.numbers = numbers;
            this.integer = integer;
        }
    }

    /** The field as {@link FieldCodec} writes it; its first number lies at that place. */
    static RowField of(Class<?> owner, RecordComponent field, int first) {
        FieldCodec codec = FieldCodec.of(owner, field);
        RowField free = free(owner, field, codec.name(), first);
        return new RowField(free.name, free.form, first, free.limit, free.step, codec.limit());
    }

    private static RowField free(Class<?> owner, RecordComponent field, String codec, int first) {
        String name = field.getName();
        return switch (codec) {
            case "bool" -> new RowField(name, Form.BOOL, first, 1, 0);
            case "i8" -> new RowField(name, Form.BYTE, first, 8, 0);
            case "i16", "i32", "i64" ->
                new RowField(name, Form.INTEGER, first, Integer.parseInt(codec.substring(1)), 0);
            case "f32" -> new RowField(name, Form.SINGLE, first, 0, 0);
            case "f64" -> new RowField(name, Form.DOUBLE, first, 0, 0);
            case "vec3" -> new RowField(name, Form.VECTOR, first, 0, 0);
            case "entity" -> new RowField(name, Form.ENTITY, first, 0, 0);
            case "text" -> new RowField(name, Form.TEXT, first, 0, 0);
            case "enum" ->
                new RowField(name, Form.CONSTANT, first, field.getType().getEnumConstants().length, 0);
            default -> wide(owner, name, codec, first);
        };
    }

    private static RowField wide(Class<?> owner, String name, String codec, int first) {
        if (codec.startsWith("vec3steps")) {
            return new RowField(name, Form.VECTOR_STEPS, first, 0, Double.parseDouble(codec.substring(9)));
        } else if (codec.startsWith("steps")) {
            return new RowField(name, Form.STEPS, first, 0, Double.parseDouble(codec.substring(5)));
        } else if (codec.matches("u\\d+")) {
            return new RowField(name, Form.WIDTH, first, Integer.parseInt(codec.substring(1)), 0);
        }
        throw new SchemaException(owner.getName() + "." + name + " is a " + codec
                + ", which no row holds; write records of " + owner.getSimpleName() + " as a whole");
    }

    /** True if it is set and read as integers. */
    boolean isInteger() {
        return form.integer;
    }

    /** Refuses an integer that the field does not hold. */
    void demand(long value) {
        boolean fits = isInteger() && holds(value) && (form != Form.WIDTH || value >>> limit == 0);
        if (!fits) {
            throw new IllegalArgumentException(
                    value + " does not fit field " + name + ", a " + form + (limit == 0 ? "" : " of " + limit));
        }
    }

    /** Refuses what was set and is beyond what was declared. */
    void demandDeclared(long[] numbers) {
        if (declared != null && !admits(declared, numbers)) {
            throw new IllegalArgumentException(declared.path() + " " + declared.why(shown(numbers), unit()));
        }
    }

    private String shown(long[] numbers) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < form.numbers; i++) {
            long bits = numbers[first + i];
            out.append(i == 0 ? "" : ", ");
            if (form.integer || form == Form.TEXT) {
                out.append(bits);
            } else {
                out.append(Double.longBitsToDouble(bits));
            }
        }
        return out.toString();
    }

    private String unit() {
        return form == Form.TEXT ? " bytes" : "";
    }

    /** Fails the reader if what it read is beyond what was declared, or a Vec3 that is nowhere. */
    void judgeDeclared(long[] numbers, ByteReader in) {
        boolean finite = form != Form.VECTOR || isFinite(numbers);
        if (!finite || (declared != null && !admits(declared, numbers))) {
            in.fail();
        }
    }

    private boolean isFinite(long[] numbers) {
        double sum = 0;
        for (int i = 0; i < form.numbers; i++) {
            sum += 0 * Double.longBitsToDouble(numbers[first + i]);
        }
        return sum == 0;
    }

    private boolean admits(FieldLimit by, long[] numbers) {
        if (form.integer || form == Form.TEXT) {
            return by.admits(numbers[first]);
        }
        for (int i = 0; i < form.numbers; i++) {
            double value = Double.longBitsToDouble(numbers[first + i]);
            // A single is judged as what is written of it.
            if (!by.admits(form == Form.SINGLE ? (double) (float) value : value)) {
                return false;
            }
        }
        return true;
    }

    /** Appends the field as the record's codec would. */
    void write(long[] numbers, ByteWriter out) {
        long value = numbers[first];
        switch (form) {
            case BOOL, BYTE -> out.u8((int) value);
            case INTEGER -> out.zigzag(value);
            case CONSTANT -> out.varint(value);
            case WIDTH -> out.low(value, limit / 8);
            case SINGLE -> out.f32((float) Double.longBitsToDouble(value));
            case DOUBLE -> out.f64(Double.longBitsToDouble(value));
            case STEPS -> steps(value, out);
            case VECTOR -> {
                for (int i = 0; i < 3; i++) {
                    out.f64(Double.longBitsToDouble(numbers[first + i]));
                }
            }
            case VECTOR_STEPS -> {
                for (int i = 0; i < 3; i++) {
                    steps(numbers[first + i], out);
                }
            }
            case ENTITY -> out.i64(value).varint(numbers[first + 1]);
            case TEXT -> throw new IllegalStateException("a text is no number");
        }
    }

    private void steps(long bits, ByteWriter out) {
        FieldAccess.writeSteps(Double.longBitsToDouble(bits), out, step);
    }

    /** Reads what the record's codec wrote; a reader at its end yields zeros. */
    void read(long[] numbers, ByteReader in) {
        if (in.remaining() == 0) {
            for (int i = 0; i < form.numbers; i++) {
                numbers[first + i] = 0;
            }
            return;
        }
        switch (form) {
            case BOOL -> numbers[first] = in.u8();
            case BYTE -> numbers[first] = (byte) in.u8();
            case INTEGER -> numbers[first] = in.zigzag();
            case CONSTANT -> numbers[first] = in.varint();
            case WIDTH -> numbers[first] = FieldAccess.readLongWidth(in, limit / 8);
            case SINGLE -> numbers[first] = Double.doubleToRawLongBits(in.f32());
            case DOUBLE -> numbers[first] = Double.doubleToRawLongBits(in.f64());
            case STEPS -> numbers[first] = stepped(in);
            case VECTOR -> {
                for (int i = 0; i < 3; i++) {
                    numbers[first + i] = Double.doubleToRawLongBits(FieldAccess.readDouble(in));
                }
            }
            case VECTOR_STEPS -> {
                for (int i = 0; i < 3; i++) {
                    numbers[first + i] = stepped(in);
                }
            }
            case ENTITY -> {
                numbers[first] = in.i64();
                numbers[first + 1] = in.varint();
            }
            case TEXT -> throw new IllegalStateException("a text is no number");
        }
        if (isInteger() && form != Form.ENTITY && !holds(numbers[first])) {
            in.fail();
        }
    }

    private long stepped(ByteReader in) {
        return Double.doubleToRawLongBits(FieldAccess.readSteps(in, step));
    }

    private boolean holds(long value) {
        return switch (form) {
            case BOOL -> value == 0 || value == 1;
            case CONSTANT -> value >= 0 && value < limit;
            case BYTE, INTEGER -> limit == 64 || value >> (limit - 1) == value >> 63;
            case WIDTH, ENTITY, SINGLE, DOUBLE, STEPS, VECTOR, VECTOR_STEPS, TEXT -> true;
        };
    }
}
