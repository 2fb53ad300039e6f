package worldmesh.peer.predict;

import java.util.List;
import worldmesh.world.command.CommandId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * One of this player's commands that was rejected.
 *
 * @param command its name
 * @param value what was asked for
 * @param code who said no
 * @param reason why, for people
 * @param cells what it was predicted to change and was taken back; empty if the rules refused it here too
 * @param sector where it was to be decided
 * @param worldMillis when the rejection was heard
 */
public record Rejection(
        CommandId command,
        Record value,
        Code code,
        String reason,
        List<Cell> cells,
        SectorId sector,
        long worldMillis) {
    /** Copies the cells. */
    public Rejection {
        cells = List.copyOf(cells);
    }

    /** Who said no. */
    public enum Code {
        /** The authority decided it by the rules; a receipt proves it. */
        RULES,
        /** The authority refused to decide it. */
        REFUSED,
        /** It was never sent: too many commands wait for an answer. */
        NOT_SENT
    }

    /** One component of one entity. */
    public record Cell(EntityId entity, Class<? extends Record> type) {}
}
