package worldmesh.mesh.lan;

import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.time.Clock;

/** Lists the parties heard on the local network until closed. Owns a thread per address family; thread-safe. */
public final class LanBrowser implements AutoCloseable {
    private final ReentrantLock guard = new ReentrantLock();
    private final List<MulticastSocket> sockets = new ArrayList<>(2);
    private final Clock clock;
    private final SightingList list;

    private LanBrowser(LanSettings settings, SignatureVerifier verifier, Clock clock) {
        this.clock = clock;
        this.list = new SightingList(verifier, settings.port(), clock.nanoTime());
    }

    /** Begins to listen, and asks once who is there: whoever hears that answers before its next turn. */
    public static LanBrowser open(LanSettings settings, SignatureVerifier verifier, Clock clock) {
        LanBrowser browser = new LanBrowser(settings, verifier, clock);
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            MulticastSocket socket = MulticastSocket.open(family, settings, settings.port());
            if (socket != null) {
                socket.join();
                socket.send(AnnouncementCodec.question(), false);
                browser.sockets.add(socket);
                Thread reader = new Thread(() -> browser.read(socket), "lan-browse-" + family);
                reader.setDaemon(true);
                reader.start();
            }
        }
        return browser;
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
        sockets.forEach(MulticastSocket::close);
    }
}
