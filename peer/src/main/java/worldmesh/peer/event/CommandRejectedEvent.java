package worldmesh.peer.event;

import worldmesh.peer.error.ValidationError;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.world.command.CommandId;
import worldmesh.world.sector.SectorId;

/**
 * One of this player's commands was rejected and its prediction taken back.
 */
public record CommandRejectedEvent(
        CommandId command, Record value, String reason, SectorId sector, Origin origin, long worldMillis)
        implements ErrorNotification {
    @Override
    public WorldMeshError error() {
        return new ValidationError(command.player(), reason);
    }
}
