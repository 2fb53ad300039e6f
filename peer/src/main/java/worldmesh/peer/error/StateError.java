package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * What this side took for the state of the world is not.
 *
 * @param peer who it is about, or null
 * @param text what went wrong, for people
 */
public record StateError(@Nullable PeerId peer, String text) implements WorldMeshError {
    @Override
    public Kind kind() {
        return Kind.STATE;
    }
}
