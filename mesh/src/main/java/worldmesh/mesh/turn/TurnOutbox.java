package worldmesh.mesh.turn;

/** Takes what goes to the server. */
@FunctionalInterface
public interface TurnOutbox {
    /** Sends to the server; the array is only lent for the call. */
    void toServer(byte[] data, int offset, int length);
}
