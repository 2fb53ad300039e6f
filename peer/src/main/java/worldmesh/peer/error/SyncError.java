package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * History that was sent did not come, or came damaged.
 *
 * @param peer who it is about, or null
 * @param text what went wrong, for people
 */
public record SyncError(@Nullable PeerId peer, String text) implements WorldMeshError {
    @Override
    public Kind kind() {
        return Kind.SYNC;
    }
}
