package worldmesh.mesh.link;

/** How this peer stands to another one: the four states of a connection. */
public sealed interface LinkState {
    /** There is no link and nobody seeks one: none was ever wanted, or the last one was left in good order. */
    LinkState DISCONNECTED = new Disconnected();

    /** This side seeks the peer. */
    LinkState CONNECTING = new Connecting();

    /** Messages pass. */
    LinkState CONNECTED = new Connected();

    /** Which of the states it is. */
    Kind kind();

    /** The state after a link has ended for {@code reason}. */
    static LinkState ended(CloseReason reason) {
        return switch (reason) {
            case LEFT -> DISCONNECTED;
            case TIMED_OUT -> new Failed(LinkFailure.SILENT);
            case REPLACED -> new Failed(LinkFailure.REPLACED);
            case REFUSED -> new Failed(LinkFailure.REFUSED);
            case PROTOCOL_ERROR -> new Failed(LinkFailure.PROTOCOL_ERROR);
            case OVERLOADED -> new Failed(LinkFailure.OVERLOADED);
            case DUPLICATE -> new Failed(LinkFailure.SUPERSEDED);
        };
    }

    /** The states by name. */
    enum Kind {
        /** {@link Disconnected}. */
        DISCONNECTED,
        /** {@link Connecting}. */
        CONNECTING,
        /** {@link Connected}. */
        CONNECTED,
        /** {@link Failed}. */
        FAILED
    }

    /** See {@link #DISCONNECTED}. */
    record Disconnected() implements LinkState {
        @Override
        public Kind kind() {
            return Kind.DISCONNECTED;
        }
    }

    /** See {@link #CONNECTING}. */
    record Connecting() implements LinkState {
        @Override
        public Kind kind() {
            return Kind.CONNECTING;
        }
    }

    /** See {@link #CONNECTED}. */
    record Connected() implements LinkState {
        @Override
        public Kind kind() {
            return Kind.CONNECTED;
        }
    }

    /** The last attempt or link ended badly, for a reason that is always told. */
    record Failed(LinkFailure reason) implements LinkState {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }
}
