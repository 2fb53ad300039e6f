package worldmesh.peer.owner;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;

/** Another player's request for an entity that this player owns. Belongs to the world's thread. */
public interface OwnerAsk {
    /** What is asked for. */
    EntityId entity();

    /** Who asks. */
    PeerId asker();

    /** True until it is answered, the asker is gone, or the time to decide is over; then answers do nothing. */
    boolean open();

    /** Hands the entity over. */
    void grant();

    /** Keeps the entity; the asker is told why. */
    void refuse(String reason);
}
