package worldmesh.peer.event;

import worldmesh.world.command.CommandId;
import worldmesh.world.sector.SectorId;

/**
 * The authority made one of this player's commands durable; the receipt is kept.
 */
public record CommandAcceptedEvent(CommandId command, Record value, SectorId sector, Origin origin, long worldMillis)
        implements PlayerAction {}
