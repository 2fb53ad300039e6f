package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Reads and writes the values of a list, each as a field of its class. Immutable; safe for several threads. */
public final class ElementCodec {
    private static final byte[] NONE = new byte[0];

    private final Class<?> type;
    private final String name;
    private final MethodHandle writer;
    private final MethodHandle reader;
    private final Object zero;

    private ElementCodec(Class<?> type, FieldCodec field) {
        this.type = MethodType.methodType(type).wrap().returnType();
        this.name = field.name();
        this.writer = field.writer().asType(methodType(void.class, Object.class, ByteWriter.class));
        this.reader = field.reader().asType(methodType(Object.class, ByteReader.class));
        this.zero = Objects.requireNonNull(read(new ByteReader(NONE)), "every class of values has a zero");
    }

    static ElementCodec of(Class<? extends Record> owner, Class<?> wanted) {
        Class<?> type = MethodType.methodType(wanted).unwrap().returnType();
        if (type.isEnum() && type.getEnumConstants().length == 0) {
            throw new SchemaException(
                    "a value of the list " + owner.getName() + " is a " + type.getSimpleName() + " without constants");
        }
        return new ElementCodec(type, FieldCodec.ofType(owner, type));
    }

    /** What the schema hash says of the values. */
    String name() {
        return name;
    }

    /** The bytes of a value; one of another class, or one that does not survive, is an illegal argument. */
    @SuppressWarnings("IllegalCatch") // invokeExact declares Throwable
    public byte[] encode(Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    value + " is no " + type.getSimpleName() + ", which the values of this list are");
        }
        try {
            ByteWriter out = new ByteWriter(16);
            writer.invokeExact(value, out);
            return out.toBytes();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("cannot write " + value, e);
        }
    }

    /** The value in these bytes; of malformed ones the zero of its class, so that the others keep their places. */
    public Object decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Object value = read(in);
        return in.ok() && value != null ? value : zero;
    }

    /** The value at the reader, null if its own constructor refuses it. */
    @SuppressWarnings("IllegalCatch") // a constructor may throw anything on hostile values
    private @Nullable Object read(ByteReader in) {
        try {
            return (Object) reader.invokeExact(in);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    /** The values with these bytes. */
    public List<?> decode(List<byte[]> values) {
        return Collections.unmodifiableList(values.stream().map(this::decode).toList());
    }
}
