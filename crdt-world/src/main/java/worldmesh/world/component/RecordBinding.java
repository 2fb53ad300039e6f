package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Composes the accessors and the constructor of a record with field codecs into one writing and one reading handle. */
final class RecordBinding {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private RecordBinding() {}

    static <T extends Record> RecordCodec<T> bind(Class<T> type) {
        RecordComponent[] fields = type.getRecordComponents();
        if (fields == null) {
            throw new SchemaException(type.getName() + " is not a record");
        }
        StringBuilder signature = new StringBuilder();
        MethodHandle[] readers = new MethodHandle[fields.length];
        List<FieldCodec> codecs = new ArrayList<>();
        MethodHandle writer = null;
        for (int i = 0; i < fields.length; i++) {
            FieldCodec codec = FieldCodec.of(type, fields[i]);
            signature
                    .append(fields[i].getName())
                    .append(':')
                    .append(codec.signature())
                    .append(';');
            readers[i] = codec.reader();
            codecs.add(codec);
            writer = compose(writer, codec.writer(), accessor(fields[i]));
        }
        return new RecordCodec<>(
                type, signature.toString(), finish(writer), reading(type, readers), RecordFaults.of(type, codecs));
    }

    private static MethodHandle accessor(RecordComponent field) {
        try {
            Method accessor = field.getAccessor();
            open(accessor);
            return LOOKUP.unreflect(accessor).asType(methodType(field.getType(), Record.class));
        } catch (IllegalAccessException e) {
            throw new SchemaException(field + " cannot be read; make its record public");
        }
    }

    private static void open(AccessibleObject member) {
        if (!member.trySetAccessible()) {
            throw new SchemaException(member + " cannot be reached; open its package to worldmesh");
        }
    }

    private static MethodHandle compose(@Nullable MethodHandle before, MethodHandle write, MethodHandle access) {
        // (value, writer) with the value taken from the record: (Record, ByteWriter).
        MethodHandle step = MethodHandles.filterArguments(write, 0, access);
        return before == null ? step : MethodHandles.foldArguments(step, before);
    }

    private static MethodHandle finish(@Nullable MethodHandle writer) {
        return writer == null ? MethodHandles.empty(methodType(void.class, Record.class, ByteWriter.class)) : writer;
    }

    private static <T extends Record> MethodHandle reading(Class<T> type, MethodHandle[] readers) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            open(constructor);
            MethodHandle create = LOOKUP.unreflectConstructor(constructor);
            // Filters run left to right, so the fields are read in their order.
            MethodHandle filtered = MethodHandles.filterArguments(create, 0, readers);
            if (readers.length == 0) {
                return MethodHandles.dropArguments(filtered, 0, ByteReader.class)
                        .asType(methodType(Record.class, ByteReader.class));
            }
            return MethodHandles.permuteArguments(filtered, methodType(type, ByteReader.class), new int[readers.length])
                    .asType(methodType(Record.class, ByteReader.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new SchemaException(type.getName() + " has no reachable canonical constructor");
        }
    }
}
