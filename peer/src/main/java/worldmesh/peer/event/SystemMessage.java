package worldmesh.peer.event;

/** The session itself has news. */
public sealed interface SystemMessage extends Event
        permits ConnectedEvent,
                DisconnectedEvent,
                ReconnectingEvent,
                ConnectionFailedEvent,
                AuthorityEvent,
                NoticeEvent,
                PartyNoticeEvent,
                JoinStepEvent,
                RecoveryStepEvent,
                ReadOnlyEvent,
                CheckupEvent,
                AssetEvent {
    @Override
    default Kind kind() {
        return Kind.SYSTEM_MESSAGE;
    }
}
