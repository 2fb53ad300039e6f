package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Something was forged, or came from one who may not.
 *
 * @param peer who it is about, or null
 * @param text what went wrong, for people
 */
public record SecurityError(@Nullable PeerId peer, String text) implements WorldMeshError {
    @Override
    public Kind kind() {
        return Kind.SECURITY;
    }
}
