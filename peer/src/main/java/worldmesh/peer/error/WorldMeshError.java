package worldmesh.peer.error;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/** Something that went wrong in a session. The session recovers from each by itself, see {@link RecoveryStep}. */
public sealed interface WorldMeshError permits ConnectionError, SyncError, StateError, ValidationError, SecurityError {
    /** The five kinds of errors. */
    enum Kind {
        /** A peer, or the whole party, is out of reach. */
        CONNECTION,
        /** History that was sent did not come, or came damaged. */
        SYNC,
        /** What this side took for the state of the world is not. */
        STATE,
        /** Something broke the rules of the game and was refused. */
        VALIDATION,
        /** Something was forged, or came from one who may not. */
        SECURITY
    }

    /** Which of the five it is. */
    Kind kind();

    /** Who it is about, or null if nobody in particular. */
    @Nullable PeerId peer();

    /** What went wrong, for people. */
    String text();
}
