package worldmesh.peer.event;

import org.jspecify.annotations.Nullable;
import worldmesh.world.sector.SectorId;

/**
 * Something that happened, told once per cause, on the caller's thread, inside {@code Session.update}. No event comes
 * before {@link ConnectedEvent} but error notifications, system messages and local state updates, none after
 * {@link DisconnectedEvent}.
 */
public sealed interface Event permits StateUpdate, PlayerAction, WorldEvent, SystemMessage, ErrorNotification {
    /** The five kinds of events. */
    enum Kind {
        /** A component of an entity changed. */
        STATE_UPDATE,
        /** A player came, went, spoke or acted. */
        PLAYER_ACTION,
        /** An entity came, went, moved to another sector or got another owner. */
        WORLD_EVENT,
        /** The session itself has news. */
        SYSTEM_MESSAGE,
        /** Something failed; never dropped. */
        ERROR_NOTIFICATION
    }

    /** Which of the five it is. */
    Kind kind();

    /** World time in milliseconds when it was told. */
    long worldMillis();

    /** The sector it happened in, or null if it concerns the whole world. */
    default @Nullable SectorId sector() {
        return null;
    }

    /** Who caused it. */
    Origin origin();
}
