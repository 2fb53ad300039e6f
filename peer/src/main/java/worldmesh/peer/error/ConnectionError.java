package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * A peer, or the whole party, is out of reach.
 *
 * @param peer who it is about, or null
 * @param text what went wrong, for people
 */
public record ConnectionError(@Nullable PeerId peer, String text) implements WorldMeshError {
    @Override
    public Kind kind() {
        return Kind.CONNECTION;
    }
}
