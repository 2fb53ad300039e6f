package worldmesh.runtime.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.time.SystemClock;

/**
 * A UDP socket, IPv4 and IPv6, with a reader thread of its own, and one that looks whether the networks carry. A {@link
 * DatagramSocket} and not a channel, because an interrupted sender closes a shared channel for all. Safe for several
 * sending threads.
 */
public final class UdpDatagramPort implements DatagramPort {
    /** The highest class of the differentiated services field (RFC 2474): six bits. */
    public static final int DSCP_MAX = 63;

    /** Asked of the kernel, which may give less: a burst of 500 peers at 20 Hz and 1,200 B is 12 MB a second. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private static final int READ_BUFFER_BYTES = 2_048;
    private static final long CLOSE_MILLIS = 2_000;

    /** Between looks at the networks: 0.2 ms of work, 0.1 % of a core. */
    private static final long LOOK_NANOS = 250_000_000L;

    /** The same while a cable is out: what a reconnection may lose by it. */
    private static final long LOOK_CUT_NANOS = 50_000_000L;

    /** After so long a cable is out for good, as of a card that nobody uses. */
    private static final long CUT_NANOS = 120_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(UdpDatagramPort.class);

    private final DatagramSocket socket;
    private final InetSocketAddress local;
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder unsendable = new LongAdder();
    private final LongAdder unreceivable = new LongAdder();
    private final Carriers carriers = new Carriers(LocalNetwork::all);
    private @Nullable Thread reader;
    private @Nullable Thread watcher;

    private UdpDatagramPort(DatagramSocket socket) {
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Binds {@code address}; port 0 takes any free one.
     *
     * @throws PortInUseException if another process has the port
     */
    public static UdpDatagramPort open(InetSocketAddress address) {
        return open(address, 0);
    }

    /**
     * The same, with every datagram marked as of class {@code dscp}, over IPv4 and IPv6. The mark is a wish: systems
     * and routers may clear it.
     */
    public static UdpDatagramPort open(InetSocketAddress address, int dscp) {
        if (dscp < 0 || dscp > DSCP_MAX) {
            throw new IllegalArgumentException("the class is " + dscp + ", must be within 0.." + DSCP_MAX);
        }
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "cannot listen on " + HostPort.format(address) + ", its host name is unknown; use an IP address");
        }
        try {
            var socket = new DatagramSocket(null);
            configureAndBind(socket, address, dscp);
            return new UdpDatagramPort(socket);
        } catch (BindException e) {
            throw refused(address, e);
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot listen on udp " + HostPort.format(address), e);
        }
    }

    private static void configureAndBind(DatagramSocket socket, InetSocketAddress address, int dscp)
            throws SocketException {
        try {
            if (dscp != 0) {
                socket.setTrafficClass(dscp << 2); // the two bits below are those of RFC 3168
            }
            socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
            socket.bind(address);
        } catch (SocketException e) {
            socket.close();
            throw e;
        }
    }

    private static RuntimeException refused(InetSocketAddress address, BindException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("in use")) {
            return new PortInUseException(address, e);
        }
        return new UncheckedIOException(
                "cannot listen on udp " + HostPort.format(address) + ": " + why
                        + "; use an address of this machine, or 0.0.0.0 for all of them",
                e);
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public void send(InetSocketAddress to, byte[] data, int offset, int length) {
        boolean valid = length <= MAX_DATAGRAM_BYTES && !to.isUnresolved() && to.getPort() != 0;
        if (!valid || !carriers.reaches(to.getAddress())) {
            unsendable.increment();
            return;
        }
        try {
            socket.send(new DatagramPacket(data, offset, length, to));
            sent.increment();
        } catch (IOException | UnsupportedAddressTypeException e) {
            // A full buffer, no route, IPv6 on a machine without it, a closed socket: for a datagram all are loss.
            unsendable.increment();
        }
    }

    @Override
    public synchronized void start(Receiver receiver) {
        if (reader != null) {
            throw new IllegalStateException("the port at " + HostPort.format(local) + " is already started");
        }
        var thread = new Thread(() -> read(receiver), "udp-" + local.getPort());
        thread.setDaemon(true);
        reader = thread;
        thread.start();
        if (!local.getAddress().isLoopbackAddress()) {
            var looking = new Thread(() -> watch(receiver), "net-" + local.getPort());
            looking.setDaemon(true);
            watcher = looking;
            looking.start();
        }
    }

    private void watch(Receiver receiver) {
        long cutSince = SystemClock.INSTANCE.nanoTime();
        while (!socket.isClosed()) {
            boolean back = carriers.look();
            long now = SystemClock.INSTANCE.nanoTime();
            cutSince = carriers.isCut() ? cutSince : now;
            if (back) {
                log.info("net.back port={}", local.getPort());
                receiver.onNetworkBack();
            }
            boolean waits = carriers.isCut() && now - cutSince < CUT_NANOS;
            SystemClock.INSTANCE.park(waits ? LOOK_CUT_NANOS : LOOK_NANOS);
        }
    }

    private void read(Receiver receiver) {
        byte[] buffer = new byte[READ_BUFFER_BYTES];
        var packet = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                packet.setData(buffer, 0, buffer.length);
                socket.receive(packet);
            } catch (IOException e) {
                // Windows and Linux report an unreachable peer of an earlier send here; the socket itself is well.
                unreceivable.increment();
                continue;
            }
            if (packet.getLength() > MAX_DATAGRAM_BYTES) {
                unreceivable.increment();
                continue;
            }
            received.increment();
            receiver.onDatagram((InetSocketAddress) packet.getSocketAddress(), buffer, packet.getLength());
        }
    }

    @Override
    public void close() {
        socket.close();
        Thread reading;
        Thread looking;
        synchronized (this) {
            reading = reader;
            looking = watcher;
        }
        if (looking != null) {
            looking.interrupt();
        }
        await(reading);
        await(looking);
    }

    private void await(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("udp.close.timeout port={} millis={}", local.getPort(), CLOSE_MILLIS);
        }
    }

    /** Datagrams given to the kernel. */
    public long sent() {
        return sent.sum();
    }

    /** Datagrams handed to the receiver. */
    public long received() {
        return received.sum();
    }

    /** Datagrams that could not be sent: too long, no address, no route, no carrier, no room. */
    public long unsendable() {
        return unsendable.sum();
    }

    /** Datagrams that could not be received: too long, or the system reported an error. */
    public long unreceivable() {
        return unreceivable.sum();
    }
}
