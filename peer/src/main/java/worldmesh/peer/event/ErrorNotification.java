package worldmesh.peer.event;

/** Something failed; never dropped. */
public sealed interface ErrorNotification extends Event
        permits CommandRejectedEvent, RefusedEvent, ObserverFailedEvent {
    @Override
    default Kind kind() {
        return Kind.ERROR_NOTIFICATION;
    }
}
