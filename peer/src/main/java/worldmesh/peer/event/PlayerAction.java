package worldmesh.peer.event;

/** A player came, went, spoke or acted. */
public sealed interface PlayerAction extends Event
        permits MessageEvent,
                PeerJoinedEvent,
                PeerLeftEvent,
                PeerRenamedEvent,
                CommandAcceptedEvent,
                CommandProvisionalEvent {
    @Override
    default Kind kind() {
        return Kind.PLAYER_ACTION;
    }
}
