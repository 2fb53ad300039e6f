package worldmesh.runtime.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key a configuration knows.
 *
 * @param name the dotted name, for example {@code mesh.gossip.shuffle-interval-millis}
 * @param type what it holds, in words: {@code boolean}, {@code integer}, {@code number}, {@code text}, {@code path},
 *     {@code list of text}, or the allowed words parted by bars
 * @param defaultText the value when nobody sets it, or null for a required key
 * @param allowed the allowed range, or an empty text
 * @param doc one sentence
 */
public record ConfigKey(String name, String type, @Nullable String defaultText, String allowed, String doc) {
    /** What the names of environment variables begin with. */
    public static final String ENVIRONMENT_PREFIX = "WORLDMESH_";

    /** The environment variable that overrides this key. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
