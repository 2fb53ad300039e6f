package worldmesh.peer.event;

import worldmesh.world.command.CommandId;
import worldmesh.world.sector.SectorId;

/**
 * One of this player's commands waits for the majority of the party: it stays pending, and is kept, until the sides
 * meet again.
 */
public record CommandProvisionalEvent(CommandId command, Record value, SectorId sector, Origin origin, long worldMillis)
        implements PlayerAction {}
