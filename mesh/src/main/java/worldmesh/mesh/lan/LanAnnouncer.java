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

    private final LanSettings settings;
    private final Signer signer;
    private final boolean loopbackOnly;
    private final List<MulticastSocket> sockets;
    private final EventLoop loop;
    private volatile byte[] datagram;

    private LanAnnouncer(LanSettings settings, Signer signer, LanAnnouncement first, @Nullable InetAddress bound) {
        this.settings = settings;
        this.signer = signer;
        this.datagram = AnnouncementCodec.encode(first, signer);
        this.loopbackOnly = bound != null && bound.isLoopbackAddress();
        this.sockets = open(settings, bound);
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
        return announcer;
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

    /** Announces this from now on. */
    public void update(LanAnnouncement announcement) {
        datagram = AnnouncementCodec.encode(announcement, signer);
    }

    private void announce() {
        for (MulticastSocket socket : sockets) {
            socket.send(datagram, loopbackOnly);
        }
        loop.schedule(loop.nanoTime() + settings.intervalMillis() * 1_000_000L, this::announce);
    }

    @Override
    public void close() {
        loop.close();
        sockets.forEach(MulticastSocket::close);
    }
}
