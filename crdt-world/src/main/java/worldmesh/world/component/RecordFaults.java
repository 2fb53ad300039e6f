package worldmesh.world.component;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;

/** Reads a refused record once more, field by field, to say where it ceased to be one. Immutable. */
final class RecordFaults {
    /** Of records that are read as a whole: the views of sets, maps, texts and lists. */
    static final RecordFaults NO_FIELDS = new RecordFaults(List.of());

    private record Field(
            String name,
            String kind,
            MethodHandle reader,
            @Nullable FieldLimit limit) {}

    private final List<Field> fields;

    private RecordFaults(List<Field> fields) {
        this.fields = fields;
    }

    static RecordFaults of(Class<?> type, List<FieldCodec> codecs) {
        List<Field> fields = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            FieldCodec codec = codecs.get(i);
            MethodHandle reader = codec.free().asType(methodType(Object.class, ByteReader.class));
            fields.add(new Field(components[i].getName(), codec.name(), reader, codec.limit()));
        }
        return new RecordFaults(List.copyOf(fields));
    }

    /** The first field that is malformed or beyond its limits; else what {@code refusal} says of the whole. */
    Fault find(String name, byte[] data, Function<byte[], String> refusal) {
        ByteReader in = new ByteReader(data);
        for (Field field : fields) {
            String why = why(field, in);
            if (why != null) {
                return new Fault(name + "." + field.name, why);
            }
        }
        return new Fault(name, refusal.apply(data));
    }

    @SuppressWarnings("IllegalCatch") // a value's own constructor may throw anything on hostile numbers
    private static @Nullable String why(Field field, ByteReader in) {
        int at = in.position();
        try {
            Object value = (Object) field.reader.invokeExact(in);
            if (!in.ok()) {
                return "is no " + field.kind + ", at byte " + at;
            }
            return field.limit == null ? null : field.limit.fault(value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return "is no " + field.kind + ": " + e.getMessage();
        }
    }
}
