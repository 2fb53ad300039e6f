package worldmesh.peer.event;

import worldmesh.peer.port.AuthorityNotice;

/** The party's role moved, or its sides parted or met. */
public record PartyNoticeEvent(AuthorityNotice notice, Origin origin, long worldMillis) implements SystemMessage {}
