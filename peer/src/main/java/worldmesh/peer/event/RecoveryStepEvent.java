package worldmesh.peer.event;

import worldmesh.peer.error.RecoveryStep;
import worldmesh.peer.error.WorldMeshError;

/**
 * The session took a step to recover from an error; the steps of one recovery come in order. Errors of a kind that is
 * being recovered from already are part of that recovery.
 */
public record RecoveryStepEvent(WorldMeshError.Kind error, RecoveryStep step, Origin origin, long worldMillis)
        implements SystemMessage {}
