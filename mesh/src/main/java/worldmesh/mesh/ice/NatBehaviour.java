package worldmesh.mesh.ice;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What STUN servers told of the network around a port (RFC 5780).
 *
 * @param servers what each server did
 * @param local this machine's addresses, with the port that was used
 * @param mapping how the port is shown to different servers
 * @param filtering who may send to it from outside
 * @param largestBytes the largest datagram that a server answered; 0 if that was not tried
 */
public record NatBehaviour(
        List<Server> servers, List<InetSocketAddress> local, Mapping mapping, Filtering filtering, int largestBytes) {
    /** The largest datagram of a link, with one of another link inside: the mesh needs it to pass. */
    public static final int NEEDED_BYTES = 1_232;

    /** Copies the lists. */
    public NatBehaviour {
        servers = List.copyOf(servers);
        local = List.copyOf(local);
    }

    /**
     * What one server did.
     *
     * @param name as it was given
     * @param mapped where it sees the port; null if it did not answer
     * @param rttNanos how long that took
     * @param failure why there is no answer, if it is known; empty otherwise
     */
    public record Server(String name, @Nullable InetSocketAddress mapped, long rttNanos, String failure) {}

    /** How the port is shown (RFC 4787 §4.1). */
    public enum Mapping {
        /** As it is: there is no NAT on the way. */
        NONE,
        /** To everybody as the same: others can be told where to send to. */
        ENDPOINT_INDEPENDENT,
        /** To everybody as another: "symmetric". */
        ENDPOINT_DEPENDENT,
        /** Nobody could be asked twice from two addresses. */
        UNKNOWN
    }

    /** Who may send (RFC 4787 §5). */
    public enum Filtering {
        /** Anybody. */
        ENDPOINT_INDEPENDENT,
        /** Any port of a machine that was sent to. */
        ADDRESS_DEPENDENT,
        /** Only who was sent to, from there. */
        ADDRESS_AND_PORT_DEPENDENT,
        /** No server has a second address to try it from. */
        UNKNOWN
    }

    /** True if a server answered. */
    public boolean anyAnswer() {
        return servers.stream().anyMatch(server -> server.mapped != null);
    }
}
