package worldmesh.peer.event;

import worldmesh.peer.error.WorldMeshError;

/**
 * Something failed that is not told by an event of its own. Told once until the session has recovered from errors of
 * that kind; the counters have every single one.
 */
public record FailureEvent(WorldMeshError error, Origin origin, long worldMillis) implements ErrorNotification {}
