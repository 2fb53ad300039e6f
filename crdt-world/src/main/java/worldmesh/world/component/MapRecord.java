package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Binds a record of one map of texts: the value view of an observed-remove map. */
final class MapRecord {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private MapRecord() {}

    static <T extends Record> RecordCodec<T> codec(Class<T> type) {
        try {
            Method accessor = type.getRecordComponents()[0].getAccessor();
            Constructor<T> constructor = type.getDeclaredConstructor(Map.class);
            if (!accessor.trySetAccessible() || !constructor.trySetAccessible()) {
                throw new SchemaException(type.getName() + " cannot be reached; make it public");
            }
            MethodHandle write =
                    LOOKUP.findStatic(MapRecord.class, "write", methodType(void.class, Map.class, ByteWriter.class));
            MethodHandle read = LOOKUP.findStatic(MapRecord.class, "read", methodType(Map.class, ByteReader.class));
            MethodHandle access = LOOKUP.unreflect(accessor).asType(methodType(Map.class, Record.class));
            MethodHandle create = LOOKUP.unreflectConstructor(constructor);
            return new RecordCodec<>(
                    type,
                    type.getRecordComponents()[0].getName() + ":entries;",
                    MethodHandles.filterArguments(write, 0, access),
                    MethodHandles.filterArguments(create, 0, read).asType(methodType(Record.class, ByteReader.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new SchemaException(
                    type.getName() + " cannot be bound; make it a public record of one Map<String, String>");
        }
    }

    static void write(Map<?, ?> entries, ByteWriter out) {
        TreeMap<String, String> sorted = new TreeMap<>();
        entries.forEach((key, value) -> sorted.put((String) key, (String) value));
        out.varint(sorted.size());
        sorted.forEach((key, value) -> {
            FieldAccess.write(key, out);
            FieldAccess.write(value, out);
        });
    }

    static Map<String, String> read(ByteReader in) {
        TreeMap<String, String> out = new TreeMap<>();
        int count = in.count(SetRecord.MAX_ELEMENTS);
        for (int i = 0; i < count && in.ok(); i++) {
            String key = in.text(FieldAccess.MAX_TEXT_BYTES);
            out.put(key, in.text(FieldAccess.MAX_TEXT_BYTES));
        }
        return Collections.unmodifiableMap(out);
    }
}
