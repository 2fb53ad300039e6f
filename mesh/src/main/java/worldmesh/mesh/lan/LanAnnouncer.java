package worldmesh.mesh.lan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.loop.EventLoop;

/** Announces a party on every network of this machine until closed. Owns a thread and its sockets; thread-safe. */
public final class LanAnnouncer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LanAnnouncer.class);

    /** Many who ask at once are answered together, so that nobody makes an announcer speak more often. */
    static final long ANSWER_NANOS = 100_000_000L;

    private final LanSettings settings;
    private final Signer signer;
    private final boolean loopbackOnly;
    private final List<MulticastSocket> sockets;
    private final @Nullable MulticastSocket asked;
    private final EventLoop loop;
    private volatile byte[] datagram;
    private long saidNanos;
    private long round;
    private boolean answering;

    private LanAnnouncer(LanSettings settings, Signer signer, LanAnnouncement first, @Nullable InetAddress bound) {
        this.settings = settings;
        this.signer = signer;
        this.datagram = AnnouncementCodec.encode(first, signer);
        this.loopbackOnly = bound != null && bound.isLoopbackAddress();
        this.sockets = open(settings, bound);
        this.asked = listen(settings, bound);
        this.loop = EventLoop.start("lan-announce", error -> log.error("lan.announce.failed", error));
    }

    /** Announces a mesh that listens on all addresses. */
    public static LanAnnouncer open(LanSettings settings, Signer signer, LanAnnouncement announcement) {
        return open(settings, signer, announcement, null);
    }

    /** Announces a mesh that listens on {@code bound}, only where it can be reached; null or wildcard is everywhere. */
    public static LanAnnouncer open(
            LanSettings settings, Signer signer, LanAnnouncement announcement, @Nullable InetAddress bound) {
        LanAnnouncer announcer = new LanAnnouncer(settings, signer, announcement, bound);
        announcer.loop.execute(announcer::announce);
        announcer.hearQuestions();
        return announcer;
    }

    /** By IPv4 alone: of several sockets of a machine only one would hear what is sent to ::1, and not the asker's. */
    private static @Nullable MulticastSocket listen(LanSettings settings, @Nullable InetAddress bound) {
        boolean reachable = bound == null || bound.isAnyLocalAddress() || bound instanceof Inet4Address;
        MulticastSocket socket =
                reachable ? MulticastSocket.open(StandardProtocolFamily.INET, settings, settings.port()) : null;
        if (socket != null) {
            socket.join();
        }
        return socket;
    }

    private void hearQuestions() {
        MulticastSocket socket = asked;
        if (socket != null) {
            Thread reader = new Thread(() -> socket.readAll((from, data) -> onDatagram(data)), "lan-asked");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void onDatagram(byte[] data) {
        if (AnnouncementCodec.isQuestion(data)) {
            loop.tryExecute(this::answer);
        }
    }

    private void answer() {
        if (!answering) {
            answering = true;
            loop.schedule(Math.max(loop.nanoTime(), saidNanos + ANSWER_NANOS), () -> {
                answering = false;
                say();
            });
        }
    }

    private static List<MulticastSocket> open(LanSettings settings, @Nullable InetAddress bound) {
        boolean all = bound == null || bound.isAnyLocalAddress();
        List<MulticastSocket> sockets = new ArrayList<>(2);
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            boolean reachable = all || bound instanceof Inet4Address == (family == StandardProtocolFamily.INET);
            MulticastSocket socket = reachable ? MulticastSocket.open(family, settings, 0) : null;
            if (socket != null) {
                sockets.add(socket);
            }
        }
        return sockets;
    }

    /** Announces this from now on, beginning now. */
    public void update(LanAnnouncement announcement) {
        datagram = AnnouncementCodec.encode(announcement, signer);
        loop.tryExecute(this::answer);
    }

    private void say() {
        saidNanos = loop.nanoTime();
        for (MulticastSocket socket : sockets) {
            socket.send(datagram, loopbackOnly);
        }
    }

    private void announce() {
        for (MulticastSocket socket : sockets) {
            boolean hearsQuestions = socket.isV4() && asked != null;
            if (settings.speaksIn(round, hearsQuestions)) {
                socket.send(datagram, loopbackOnly);
            }
        }
        round++;
        loop.schedule(loop.nanoTime() + settings.intervalMillis() * 1_000_000L, this::announce);
    }

    @Override
    public void close() {
        if (asked != null) {
            asked.close();
        }
        loop.close();
        sockets.forEach(MulticastSocket::close);
    }
}
