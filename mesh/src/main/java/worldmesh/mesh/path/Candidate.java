package worldmesh.mesh.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * An address at which a peer may be reached.
 *
 * @param kind how it came to be known
 * @param address resolved, of one machine: neither a wildcard nor a group
 */
public record Candidate(CandidateKind kind, InetSocketAddress address) {
    /** Refuses what cannot be sent to. */
    public Candidate {
        if (!isUsable(address)) {
            throw new IllegalArgumentException("a candidate is the address of one machine, got " + address);
        }
    }

    /** True for the address of one machine, with a port. */
    public static boolean isUsable(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host != null
                && address.getPort() != 0
                && !host.isAnyLocalAddress()
                && !host.isMulticastAddress()
                && !RelayedAddress.is(host)
                && !TurnAddress.is(host)
                && !isBroadcast(host.getAddress());
    }

    private static boolean isBroadcast(byte[] host) {
        return host.length == 4 && (host[0] & host[1] & host[2] & host[3]) == -1;
    }

    void write(ByteWriter out) {
        out.u8(kind.code()).block(address.getAddress().getAddress()).u16(address.getPort());
    }

    /** Reads one; null, and the reader failed, for what is none. */
    static @Nullable Candidate read(ByteReader in) {
        CandidateKind kind = CandidateKind.ofCode(in.u8());
        byte[] host = in.block(16);
        int port = in.u16();
        try {
            if (in.ok() && kind != null && (host.length == 4 || host.length == 16)) {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(host), port);
                if (isUsable(address)) {
                    return new Candidate(kind, address);
                }
            }
        } catch (UnknownHostException e) {
            in.fail(); // the length was checked; a reader that failed says so without an exception
            return null;
        }
        in.fail();
        return null;
    }
}
