package worldmesh.mesh.lan;

import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.time.Clock;

/** Lists the parties heard on the local network until closed. Owns a thread per address family; thread-safe. */
public final class LanBrowser implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LanBrowser.class);

    /** When it is asked who is there, after the beginning: a wireless network loses one multicast in ten, or more. */
    private static final long[] QUESTIONS_NANOS = {0, 250_000_000L, 750_000_000L};

    private final ReentrantLock guard = new ReentrantLock();
    private final List<MulticastSocket> sockets = new ArrayList<>(2);
    private final Clock clock;
    private final SightingList list;
    private final EventLoop loop;

    private LanBrowser(LanSettings settings, SignatureVerifier verifier, Clock clock) {
        this.clock = clock;
        this.list = new SightingList(verifier, settings.port(), clock.nanoTime());
        this.loop = EventLoop.start("lan-ask", error -> log.error("lan.ask.failed", error));
    }

    /** Begins to listen, and asks who is there: whoever hears that answers before its next turn. */
    public static LanBrowser open(LanSettings settings, SignatureVerifier verifier, Clock clock) {
        LanBrowser browser = new LanBrowser(settings, verifier, clock);
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            MulticastSocket socket = MulticastSocket.open(family, settings, settings.port());
            if (socket != null) {
                socket.join();
                browser.sockets.add(socket);
                Thread reader = new Thread(() -> browser.read(socket), "lan-browse-" + family);
                reader.setDaemon(true);
                reader.start();
            }
        }
        for (long wait : QUESTIONS_NANOS) {
            browser.loop.schedule(browser.loop.nanoTime() + wait, browser::ask);
        }
        return browser;
    }

    private void ask() {
        sockets.forEach(socket -> socket.send(AnnouncementCodec.question(), false));
    }

    /** The parties heard lately, in order of name, then peer; one entry per peer. */
    public List<LanSighting> sightings() {
        guard.lock();
        try {
            return list.sightings(clock.nanoTime());
        } finally {
            guard.unlock();
        }
    }

    /** What a person can try, once nothing has been heard for five seconds. */
    public Optional<String> hint() {
        guard.lock();
        try {
            return list.hint(clock.nanoTime());
        } finally {
            guard.unlock();
        }
    }

    private void read(MulticastSocket socket) {
        socket.readAll((from, datagram) -> {
            guard.lock();
            try {
                list.onDatagram(from.getAddress(), datagram, clock.nanoTime());
            } finally {
                guard.unlock();
            }
        });
    }

    @Override
    public void close() {
        loop.close();
        sockets.forEach(MulticastSocket::close);
    }
}
