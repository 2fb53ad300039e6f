package worldmesh.mesh.transport;

import worldmesh.mesh.link.Lane;

/** What the transport tells the link above it. */
public interface TransportEvents {
    /** A message arrived whole. */
    void message(Lane lane, int stream, byte[] message);

    /**
     * The other side asks whether this side can be reached at the address it used; {@code needed} if it hears nothing
     * on the way there was.
     */
    void pathChallenge(long token, boolean needed);

    /** The answer to such a question. */
    void pathResponse(long token);

    /** A datagram of another link, or a refusal to carry one. */
    void relayed(RelayFrame frame);

    /** The other side ends the link; {@code reason} as it came. */
    void closed(int reason);
}
