package worldmesh.peer.event;

import worldmesh.peer.error.WorldMeshError;

/** Something failed; never dropped. */
public sealed interface ErrorNotification extends Event
        permits CommandRejectedEvent, RefusedEvent, ObserverFailedEvent, FailureEvent {
    @Override
    default Kind kind() {
        return Kind.ERROR_NOTIFICATION;
    }

    /** What failed, as one of five kinds. */
    WorldMeshError error();
}
