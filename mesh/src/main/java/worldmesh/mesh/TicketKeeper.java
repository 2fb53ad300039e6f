package worldmesh.mesh;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.identity.TicketFile;
import worldmesh.mesh.session.TicketBox;
import worldmesh.runtime.loop.EventLoop;

/**
 * Writes the tickets to their file a moment after they changed, and again before they grow old there, on a thread of
 * its own: a slow disk delays nobody's signs of life.
 */
final class TicketKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TicketKeeper.class);

    /** Links come up in crowds. */
    private static final long SOON_NANOS = 50_000_000L;

    private final TicketFile file;
    private final Supplier<List<TicketBox.Lasting>> tickets;
    private final long refreshNanos;
    private final EventLoop loop;
    private final AtomicBoolean waiting = new AtomicBoolean();

    TicketKeeper(TicketFile file, Supplier<List<TicketBox.Lasting>> tickets, long refreshNanos) {
        this.file = file;
        this.tickets = tickets;
        this.refreshNanos = refreshNanos;
        this.loop = EventLoop.start("mesh-tickets", error -> log.error("mesh.tickets.failed", error));
        loop.schedule(loop.nanoTime() + refreshNanos, this::refresh);
    }

    /** The tickets are others now. */
    void changed() {
        if (waiting.compareAndSet(false, true)) {
            loop.schedule(loop.nanoTime() + SOON_NANOS, this::save);
        }
    }

    private void refresh() {
        save();
        loop.schedule(loop.nanoTime() + refreshNanos, this::refresh);
    }

    private void save() {
        waiting.set(false);
        try {
            file.save(tickets.get());
        } catch (UncheckedIOException e) {
            log.warn("mesh.tickets.unwritten: links will be met by handshakes after a restart", e);
        }
    }

    @Override
    public void close() {
        loop.close();
        save();
    }
}
