package worldmesh.peer.event;

/** A component of an entity changed. */
public sealed interface StateUpdate extends Event permits EntityUpdateEvent {
    @Override
    default Kind kind() {
        return Kind.STATE_UPDATE;
    }
}
