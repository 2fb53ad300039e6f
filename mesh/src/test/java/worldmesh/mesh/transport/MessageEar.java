package worldmesh.mesh.transport;

/** Hears messages, and is deaf to all else that a record may hold. */
public interface MessageEar extends TransportEvents {
    @Override
    default void pathChallenge(long token, boolean needed) {}

    @Override
    default void pathResponse(long token) {}

    @Override
    default void relayed(RelayFrame frame) {}

    @Override
    default boolean rests(int word) {
        return true;
    }

    @Override
    default void closed(int reason) {}
}
