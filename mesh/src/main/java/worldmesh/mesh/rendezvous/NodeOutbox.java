package worldmesh.mesh.rendezvous;

/** What a {@link NodeClient} wants done. */
public interface NodeOutbox {
    /** A connection is to be begun. */
    void open();

    /** A frame is to be sent over it. */
    void send(byte[] frame);

    /** It is to be ended. */
    void close();
}
