package worldmesh.mesh.topic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a topic: the first eight bytes of the SHA-256 of its name. */
public record TopicId(long id) {
    /** The size of an id in bytes. */
    public static final int BYTES = 8;

    /** The id of the topic called {@code name}. */
    public static TopicId of(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            long id = 0;
            for (int i = 0; i < BYTES; i++) {
                id = (id << 8) | (hash[i] & 0xFF);
            }
            return new TopicId(id);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(id);
    }
}
