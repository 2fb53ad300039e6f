package worldmesh.peer.event;

import worldmesh.world.command.CommandId;
import worldmesh.world.sector.SectorId;

/**
 * One of this player's commands was rejected and its prediction taken back.
 */
public record CommandRejectedEvent(
        CommandId command, Record value, String reason, SectorId sector, Origin origin, long worldMillis)
        implements ErrorNotification {}
