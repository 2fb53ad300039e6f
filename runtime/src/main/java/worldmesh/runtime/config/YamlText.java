package worldmesh.runtime.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads YAML into dotted keys with their values as text. */
final class YamlText {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private YamlText() {}

    /** The keys of {@code yaml} in the order of the file; {@code source} names it in errors. */
    static Map<String, String> flatten(String source, String yaml) {
        JsonNode root;
        try {
            root = MAPPER.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw broken(source, e);
        }
        var flat = new LinkedHashMap<String, String>();
        if (root.isObject()) {
            collect(source, "", root, flat);
        } else if (!root.isMissingNode() && !root.isNull()) {
            throw new ConfigException(source + " holds " + root.getNodeType() + ", must hold keys with values"
                    + " such as 'mesh.port: 7777'; correct it or pass an empty file for all defaults");
        }
        return flat;
    }

    private static ConfigException broken(String source, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? source : source + " line " + at.getLineNr() + " column " + at.getColumnNr();
        String first = e.getOriginalMessage().lines().findFirst().orElse("malformed");
        return new ConfigException(where + ": not valid YAML, " + first + "; correct this line", e);
    }

    private static void collect(String source, String prefix, JsonNode node, Map<String, String> into) {
        node.properties().forEach(field -> {
            String key = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                collect(source, key + ".", value, into);
            } else if (into.put(key, text(value)) != null) {
                throw new ConfigException(source + ": " + key + " is set twice, must be set once; remove one line");
            }
        });
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
        }
        return value.isNull() ? "" : value.asText();
    }
}
