package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Binds a record of one set of texts: the value view of an add-wins set. */
final class SetRecord {
    /** A set of more elements is better modelled as entities. */
    static final int MAX_ELEMENTS = 4096;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private SetRecord() {}

    static <T extends Record> RecordCodec<T> codec(Class<T> type) {
        try {
            Method accessor = type.getRecordComponents()[0].getAccessor();
            Constructor<T> constructor = type.getDeclaredConstructor(Set.class);
            if (!accessor.trySetAccessible() || !constructor.trySetAccessible()) {
                throw new SchemaException(type.getName() + " cannot be reached; make it public");
            }
            MethodHandle write =
                    LOOKUP.findStatic(SetRecord.class, "write", methodType(void.class, Set.class, ByteWriter.class));
            MethodHandle read = LOOKUP.findStatic(SetRecord.class, "read", methodType(Set.class, ByteReader.class));
            MethodHandle access = LOOKUP.unreflect(accessor).asType(methodType(Set.class, Record.class));
            MethodHandle create = LOOKUP.unreflectConstructor(constructor);
            return new RecordCodec<>(
                    type,
                    type.getRecordComponents()[0].getName() + ":texts;",
                    MethodHandles.filterArguments(write, 0, access),
                    MethodHandles.filterArguments(create, 0, read).asType(methodType(Record.class, ByteReader.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new SchemaException(type.getName() + " cannot be bound; make it a public record of one Set<String>");
        }
    }

    static void write(Set<?> elements, ByteWriter out) {
        TreeSet<String> sorted = new TreeSet<>();
        elements.forEach(element -> sorted.add((String) element));
        out.varint(sorted.size());
        sorted.forEach(element -> FieldAccess.write(element, out));
    }

    static Set<String> read(ByteReader in) {
        TreeSet<String> out = new TreeSet<>();
        int count = in.count(MAX_ELEMENTS);
        for (int i = 0; i < count && in.ok(); i++) {
            out.add(in.text(FieldAccess.MAX_TEXT_BYTES));
        }
        return Collections.unmodifiableSet(out);
    }
}
