package worldmesh.peer.event;

import worldmesh.peer.checkup.Checkup;

/** A check of the ways between this player and somebody with an invitation is over. */
public record CheckupEvent(Checkup checkup, Origin origin, long worldMillis) implements SystemMessage {}
