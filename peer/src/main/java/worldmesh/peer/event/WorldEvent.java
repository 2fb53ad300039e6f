package worldmesh.peer.event;

/** An entity came, went, moved to another sector or got another owner. */
public sealed interface WorldEvent extends Event
        permits EntitySpawnedEvent, EntityDeletedEvent, EntityMovedEvent, OwnerChangedEvent {
    @Override
    default Kind kind() {
        return Kind.WORLD_EVENT;
    }
}
