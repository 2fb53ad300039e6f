package worldmesh.mesh.transport;

import java.util.Arrays;
import worldmesh.mesh.link.Lane;

/** What the transport tells the link above it. */
public interface TransportEvents {
    /** A message arrived whole; the array is the receiver's. */
    void message(Lane lane, int stream, byte[] message);

    /** The same of one that lies in a record, lent for the call. */
    default void message(Lane lane, int stream, byte[] record, int offset, int length) {
        message(lane, stream, Arrays.copyOfRange(record, offset, offset + length));
    }

    /**
     * The other side asks whether this side can be reached at the address it used; {@code needed} if it hears nothing
     * on the way there was.
     */
    void pathChallenge(long token, boolean needed);

    /** The answer to such a question. */
    void pathResponse(long token);

    /** A datagram of another link, or a refusal to carry one. */
    void relayed(RelayFrame frame);

    /** The other side says how it spares its radio; false if nobody may say that. */
    boolean rests(int word);

    /** The other side ends the link; {@code reason} as it came. */
    void closed(int reason);
}
