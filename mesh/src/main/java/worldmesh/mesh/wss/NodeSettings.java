package worldmesh.mesh.wss;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.rendezvous.NodeLink;

/**
 * Which rendezvous node is used.
 *
 * @param node the node; null for none
 * @param certificates a PEM file with the only authorities that are believed about it; empty for the system's, and of
 *     no meaning where the link has a pin
 * @param carriesStreams true to send RELIABLE and BULK over the node, so over TCP, also where UDP carries
 */
public record NodeSettings(@Nullable NodeLink node, String certificates, boolean carriesStreams) {
    /** No node. */
    public static final NodeSettings NONE = new NodeSettings(null, "");

    /** For where UDP does not carry only. */
    public NodeSettings(@Nullable NodeLink node, String certificates) {
        this(node, certificates, false);
    }

    /** The same for streams everywhere, or where UDP does not carry only. */
    public NodeSettings withStreams(boolean carried) {
        return new NodeSettings(node, certificates, carried);
    }

    /** Where an invitation names another node, that one is used. */
    public NodeSettings with(@Nullable NodeLink named) {
        return named == null ? this : new NodeSettings(named, certificates, carriesStreams);
    }
}
