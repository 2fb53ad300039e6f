package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Binds a record of one list: the value view of a sequence of values. */
final class ListRecord {
    /** A list of more values is better split. */
    private static final int MAX_VALUES = 1 << 22;

    private static final int MAX_VALUE_BYTES = 4098;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private ListRecord() {}

    static <T extends Record> RecordCodec<T> codec(Class<T> type, ElementCodec elements) {
        try {
            Method accessor = type.getRecordComponents()[0].getAccessor();
            Constructor<T> constructor = type.getDeclaredConstructor(List.class);
            if (!accessor.trySetAccessible() || !constructor.trySetAccessible()) {
                throw new SchemaException(type.getName() + " cannot be reached; make it public");
            }
            MethodHandle write = LOOKUP.findStatic(
                    ListRecord.class,
                    "write",
                    methodType(void.class, List.class, ElementCodec.class, ByteWriter.class));
            MethodHandle read = LOOKUP.findStatic(
                    ListRecord.class, "read", methodType(List.class, ElementCodec.class, ByteReader.class));
            MethodHandle access = LOOKUP.unreflect(accessor).asType(methodType(List.class, Record.class));
            MethodHandle create = LOOKUP.unreflectConstructor(constructor);
            return new RecordCodec<>(
                    type,
                    type.getRecordComponents()[0].getName() + ":list of " + elements.name() + ";",
                    MethodHandles.filterArguments(MethodHandles.insertArguments(write, 1, elements), 0, access),
                    MethodHandles.filterArguments(create, 0, MethodHandles.insertArguments(read, 0, elements))
                            .asType(methodType(Record.class, ByteReader.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new SchemaException(type.getName() + " cannot be bound; make it a public record of one List");
        }
    }

    static void write(List<?> values, ElementCodec elements, ByteWriter out) {
        out.varint(values.size());
        values.forEach(value -> out.block(elements.encode(value)));
    }

    static List<?> read(ElementCodec elements, ByteReader in) {
        int count = in.remaining() == 0 ? 0 : in.count(Math.min(MAX_VALUES, in.remaining()));
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            values.add(in.block(MAX_VALUE_BYTES));
        }
        return elements.decode(values);
    }
}
