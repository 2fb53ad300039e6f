package worldmesh.peer.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.Schema;
import worldmesh.world.component.SchemaException;

/** Which motion components travel as differences, and how. Filled before the world opens; not thread-safe. */
public final class DeltaCodecs {
    private final Map<Class<? extends Record>, DeltaStream<?, ?>> streams = new LinkedHashMap<>();

    /** Adds a component; refuses a second codec for it. */
    public <T extends Record, D> DeltaCodecs add(Class<T> type, DeltaCodec<T, D> codec) {
        if (streams.putIfAbsent(type, new DeltaStream<>(type, codec)) != null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has a delta codec already");
        }
        return this;
    }

    /** Refuses codecs of components that are not streamed. */
    public void check(Schema schema) {
        for (Class<? extends Record> type : streams.keySet()) {
            if (!schema.type(type).motion()) {
                throw new SchemaException(
                        type.getSimpleName() + " has a delta codec but is no @Motion component; nothing streams it");
            }
        }
    }

    /** How a component travels as differences; null if it does not. */
    public @Nullable DeltaStream<?, ?> of(Class<? extends Record> type) {
        return streams.get(type);
    }
}
