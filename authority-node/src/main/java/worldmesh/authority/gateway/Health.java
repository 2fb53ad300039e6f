package worldmesh.authority.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a node is, as of its last turn.
 *
 * @param healthy true while it takes turns and its store works
 * @param world the world's name
 * @param worldId the world's id, in hexadecimal
 * @param peer the node's id, in hexadecimal
 * @param epoch the epoch it answers under
 * @param players the players connected
 * @param worldMillis world time
 */
public record Health(
        boolean healthy, String world, String worldId, String peer, long epoch, int players, long worldMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same facts, no longer healthy. */
    public Health failed() {
        return new Health(false, world, worldId, peer, epoch, players, worldMillis);
    }

    String json() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", healthy ? "ok" : "failed");
        out.put("world", world);
        out.put("worldId", worldId);
        out.put("peer", peer);
        out.put("epoch", epoch);
        out.put("players", players);
        out.put("worldMillis", worldMillis);
        try {
            return JSON.writeValueAsString(out);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }
}
