package worldmesh.peer.topic;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import worldmesh.mesh.topic.TopicId;

/** A topic of a game. Two kinds under one name are two topics. */
public record TopicName(String name, TopicKind kind) {
    /** The longest name, in bytes of UTF-8. */
    public static final int BYTES_MAX = 64;

    /** Refuses a name out of bounds. */
    public TopicName {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the name of a topic has 1.." + BYTES_MAX + " bytes, got " + bytes + "; shorten '" + name + "'");
        }
    }

    /** The stream of its frames and inputs: a loss is mended by what follows on a stream, so each topic has its own. */
    public int stream() {
        return (int) (id().id() & 0xFF);
    }

    /** What it is called on the wire. */
    public TopicId id() {
        return TopicId.of(kind.name().toLowerCase(Locale.ROOT) + '/' + name);
    }
}
