package worldmesh.peer.event;

/** An entity came, went or moved to another sector. */
public sealed interface WorldEvent extends Event permits EntitySpawnedEvent, EntityDeletedEvent, EntityMovedEvent {
    @Override
    default Kind kind() {
        return Kind.WORLD_EVENT;
    }
}
