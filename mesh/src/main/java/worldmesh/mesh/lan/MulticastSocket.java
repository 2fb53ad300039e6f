package worldmesh.mesh.lan;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Multicast of one address family on all networks of this machine, loopback too. One thread reads, one sends. */
final class MulticastSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MulticastSocket.class);

    private static final InetAddress LOOPBACK_V6 = loopbackV6();

    private final DatagramChannel channel;
    private final InetSocketAddress group;

    private MulticastSocket(DatagramChannel channel, InetSocketAddress group) {
        this.channel = channel;
        this.group = group;
    }

    /** A socket of {@code family}, bound to {@code port} (0 for any); null if this machine does not speak it. */
    static @Nullable MulticastSocket open(StandardProtocolFamily family, LanSettings settings, int port) {
        boolean v4 = family == StandardProtocolFamily.INET;
        try {
            InetAddress group = InetAddress.getByName(v4 ? settings.groupV4() : settings.groupV6());
            DatagramChannel channel = openBound(family, InetAddress.getByName(v4 ? "0.0.0.0" : "::"), port);
            return new MulticastSocket(channel, new InetSocketAddress(group, settings.port()));
        } catch (IOException | UnsupportedOperationException e) {
            log.info("lan.multicast.unavailable family={} reason={}", family, e.getMessage());
            return null;
        }
    }

    private static DatagramChannel openBound(ProtocolFamily family, InetAddress any, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            return channel.bind(new InetSocketAddress(any, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** True if it speaks IPv4. */
    boolean isV4() {
        return group.getAddress() instanceof Inet4Address;
    }

    /** Listens on every network; answers on how many. */
    int join() {
        int joined = 0;
        for (NetworkInterface network : networks()) {
            try {
                channel.join(group.getAddress(), network);
                joined++;
            } catch (IOException | IllegalArgumentException e) {
                log.debug("lan.join.failed network={} reason={}", network.getName(), e.getMessage());
            }
        }
        return joined;
    }

    /** Sends to the group on every network, or on loopback alone. */
    void send(byte[] data, boolean loopbackOnly) {
        for (NetworkInterface network : networks()) {
            try {
                if (!loopbackOnly || network.isLoopback()) {
                    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
                    channel.send(ByteBuffer.wrap(data), target(network));
                }
            } catch (IOException | IllegalArgumentException e) {
                log.debug("lan.send.failed network={} reason={}", network.getName(), e.getMessage());
            }
        }
    }

    /** The group; but Linux has no route for IPv6 multicast over loopback, there one listener hears it by unicast. */
    private InetSocketAddress target(NetworkInterface network) throws SocketException {
        boolean unicast = network.isLoopback() && group.getAddress() instanceof Inet6Address;
        return unicast ? new InetSocketAddress(LOOPBACK_V6, group.getPort()) : group;
    }

    /** Waits for a datagram and answers who sent it; null once closed. */
    @Nullable InetSocketAddress receive(ByteBuffer into) {
        try {
            return (InetSocketAddress) channel.receive(into);
        } catch (IOException e) {
            return null;
        }
    }

    /** Hands every datagram and who sent it to {@code reader}, until closed. */
    void readAll(BiConsumer<InetSocketAddress, byte[]> reader) {
        ByteBuffer buffer = ByteBuffer.allocate(AnnouncementCodec.MAX_BYTES + 1);
        while (channel.isOpen()) {
            buffer.clear();
            InetSocketAddress from = receive(buffer);
            if (from != null) {
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                reader.accept(from, datagram);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("lan.close.failed reason={}", e.getMessage());
        }
    }

    private static InetAddress loopbackV6() {
        try {
            return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    private static List<NetworkInterface> networks() {
        List<NetworkInterface> up = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                // Loopback carries multicast on Linux although its flags do not say so.
                if (network.isUp() && (network.supportsMulticast() || network.isLoopback())) {
                    up.add(network);
                }
            }
        } catch (SocketException e) {
            log.debug("lan.networks.failed reason={}", e.getMessage());
        }
        return up;
    }
}
