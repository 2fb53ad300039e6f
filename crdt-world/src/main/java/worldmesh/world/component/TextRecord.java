package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Binds a record of one long text: the value view of a sequence of units. */
final class TextRecord {
    /** Four million units of at most three bytes each. */
    private static final int MAX_BYTES = 12 << 20;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private TextRecord() {}

    static <T extends Record> RecordCodec<T> codec(Class<T> type) {
        try {
            Method accessor = type.getRecordComponents()[0].getAccessor();
            Constructor<T> constructor = type.getDeclaredConstructor(String.class);
            if (!accessor.trySetAccessible() || !constructor.trySetAccessible()) {
                throw new SchemaException(type.getName() + " cannot be reached; make it public");
            }
            MethodHandle write = LOOKUP.findStatic(
                    TextRecord.class, "write", methodType(void.class, String.class, ByteWriter.class));
            MethodHandle read = LOOKUP.findStatic(TextRecord.class, "read", methodType(String.class, ByteReader.class));
            MethodHandle access = LOOKUP.unreflect(accessor).asType(methodType(String.class, Record.class));
            MethodHandle create = LOOKUP.unreflectConstructor(constructor);
            return new RecordCodec<>(
                    type,
                    type.getRecordComponents()[0].getName() + ":long text;",
                    MethodHandles.filterArguments(write, 0, access),
                    MethodHandles.filterArguments(create, 0, read).asType(methodType(Record.class, ByteReader.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new SchemaException(type.getName() + " cannot be bound; make it a public record of one String");
        }
    }

    static void write(String text, ByteWriter out) {
        out.text(text);
    }

    static String read(ByteReader in) {
        return in.remaining() > 0 ? in.text(MAX_BYTES) : "";
    }
}
