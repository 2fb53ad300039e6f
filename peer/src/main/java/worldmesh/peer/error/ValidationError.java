package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Something broke the rules of the game and was refused.
 *
 * @param peer who it is about, or null
 * @param text what went wrong, for people
 */
public record ValidationError(@Nullable PeerId peer, String text) implements WorldMeshError {
    @Override
    public Kind kind() {
        return Kind.VALIDATION;
    }
}
