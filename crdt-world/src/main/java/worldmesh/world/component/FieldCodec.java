package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/**
 * The handles of one field: {@code (value, ByteWriter)void} and {@code (ByteReader)value}, and a name for the hash.
 *
 * @param free reads the field without asking its limit
 * @param limit what the field may hold beyond its type, which both handles ask; null if it has none
 */
record FieldCodec(
        String name,
        MethodHandle writer,
        MethodHandle reader,
        MethodHandle free,
        @Nullable FieldLimit limit) {
    private FieldCodec(String name, MethodHandle writer, MethodHandle reader) {
        this(name, writer, reader, reader, null);
    }

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(boolean.class, "bool"),
            Map.entry(byte.class, "i8"),
            Map.entry(short.class, "i16"),
            Map.entry(int.class, "i32"),
            Map.entry(long.class, "i64"),
            Map.entry(float.class, "f32"),
            Map.entry(double.class, "f64"),
            Map.entry(String.class, "text"),
            Map.entry(EntityId.class, "entity"),
            Map.entry(PeerId.class, "peer"),
            Map.entry(SectorId.class, "sector"),
            Map.entry(Vec3.class, "vec3"),
            Map.entry(Quat.class, "quat38"),
            Map.entry(Grid.class, "grid"));

    static FieldCodec of(Class<?> owner, RecordComponent field) {
        FieldCodec free = unlimited(owner, field);
        FieldLimit limit = FieldLimit.of(owner, field);
        return limit == null ? free : free.within(limit, field.getType());
    }

    /** What the schema hash says of the field. */
    String signature() {
        return limit == null ? name : name + limit.signature();
    }

    /** The same, which asks the limit before it writes and after it read. */
    private FieldCodec within(FieldLimit limit, Class<?> type) {
        Class<?> judged = type.isPrimitive() ? (FieldLimit.isFractional(type) ? double.class : long.class) : type;
        MethodHandle demand = MethodHandles.insertArguments(
                        findLimit("demand", methodType(void.class, judged, FieldLimit.class)), 1, limit)
                .asType(methodType(void.class, type));
        MethodHandle judge = MethodHandles.insertArguments(
                        findLimit("judge", methodType(void.class, judged, ByteReader.class, FieldLimit.class)),
                        2,
                        limit)
                .asType(methodType(void.class, type, ByteReader.class));
        MethodHandle value = MethodHandles.dropArguments(MethodHandles.identity(type), 1, ByteReader.class);
        MethodHandle judging = MethodHandles.foldArguments(value, judge);
        return new FieldCodec(
                name,
                MethodHandles.foldArguments(writer, demand),
                MethodHandles.foldArguments(judging, reader),
                reader,
                limit);
    }

    private static FieldCodec unlimited(Class<?> owner, RecordComponent field) {
        Quantized quantized = field.getAnnotation(Quantized.class);
        Class<?> type = field.getType();
        if (quantized != null) {
            return quantized(owner, field, quantized.value());
        }
        Width width = field.getAnnotation(Width.class);
        if (width != null) {
            return unsigned(owner, field, width.value());
        }
        return plain(owner.getName() + "." + field.getName(), type);
    }

    /** The codec of a value of a list. */
    static FieldCodec ofType(Class<?> owner, Class<?> type) {
        return plain("a value of the list " + owner.getName(), type);
    }

    private static FieldCodec plain(String what, Class<?> type) {
        if (type.isEnum()) {
            return constants(type);
        }
        String name = NAMES.get(type);
        if (name == null) {
            throw new SchemaException(what + " is a " + type.getSimpleName()
                    + "; fields are numbers, boolean, String, enum, EntityId, PeerId, SectorId, Vec3 or Quat");
        }
        return new FieldCodec(name, find("write", void.class, type, ByteWriter.class), reading(type));
    }

    private static FieldCodec unsigned(Class<?> owner, RecordComponent field, int bytes) {
        Class<?> type = field.getType();
        int most = type == int.class ? 3 : type == long.class ? 7 : 0;
        if (bytes < 1 || bytes > most) {
            throw new SchemaException(owner.getName() + "." + field.getName() + " is @Width(" + bytes
                    + "); it must be an int of 1..3 or a long of 1..7 bytes");
        }
        String name = "u" + 8 * bytes;
        return new FieldCodec(
                name,
                MethodHandles.insertArguments(
                        find("writeWidth", void.class, type, ByteWriter.class, int.class), 2, bytes),
                MethodHandles.insertArguments(
                        find(type == int.class ? "readIntWidth" : "readLongWidth", type, ByteReader.class, int.class),
                        1,
                        bytes));
    }

    private static MethodHandle reading(Class<?> type) {
        String simple = type.getSimpleName();
        String name = "read" + Character.toUpperCase(simple.charAt(0)) + simple.substring(1);
        return find(name, type, ByteReader.class);
    }

    private static FieldCodec quantized(Class<?> owner, RecordComponent field, double step) {
        Class<?> type = field.getType();
        boolean number = type == float.class || type == double.class;
        if ((!number && type != Vec3.class) || !(step > 0) || Double.isInfinite(step)) {
            throw new SchemaException(owner.getName() + "." + field.getName() + " is @Quantized(" + step
                    + "); it must be a float, double or Vec3 and the step a number above 0");
        }
        if (!number) {
            return new FieldCodec(
                    "vec3steps" + step,
                    MethodHandles.insertArguments(
                            find("writeSteps", void.class, Vec3.class, ByteWriter.class, double.class), 2, step),
                    MethodHandles.insertArguments(
                            find("readVec3Steps", Vec3.class, ByteReader.class, double.class), 1, step));
        }
        MethodHandle write = MethodHandles.insertArguments(
                find("writeSteps", void.class, double.class, ByteWriter.class, double.class), 2, step);
        MethodHandle read =
                MethodHandles.insertArguments(find("readSteps", double.class, ByteReader.class, double.class), 1, step);
        return new FieldCodec(
                "steps" + step,
                write.asType(methodType(void.class, type, ByteWriter.class)),
                MethodHandles.explicitCastArguments(read, methodType(type, ByteReader.class)));
    }

    private static FieldCodec constants(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        MethodHandle write = find("writeConstant", void.class, Enum.class, ByteWriter.class);
        MethodHandle read = MethodHandles.insertArguments(
                find("readConstant", Object.class, ByteReader.class, Object[].class), 1, (Object) constants);
        return new FieldCodec(
                "enum",
                write.asType(methodType(void.class, type, ByteWriter.class)),
                read.asType(methodType(type, ByteReader.class)));
    }

    private static MethodHandle findLimit(String name, MethodType type) {
        try {
            return LOOKUP.findStatic(FieldLimit.class, name, type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("no limit " + name, e);
        }
    }

    private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            return LOOKUP.findStatic(FieldAccess.class, name, methodType(result, parameters));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("no field codec " + name, e);
        }
    }
}
