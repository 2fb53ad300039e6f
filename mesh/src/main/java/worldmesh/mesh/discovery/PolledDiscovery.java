package worldmesh.mesh.discovery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.loop.EventLoop;

/** Asks a source that may block, again and again, on a thread of its own; keeps the last answer. Any thread. */
final class PolledDiscovery implements Discovery {
    private static final Logger log = LoggerFactory.getLogger(PolledDiscovery.class);

    private final Source source;
    private final long periodNanos;
    private final EventLoop loop;
    private volatile List<Place> places = List.of();
    private volatile String trouble;

    /** Where places come from. */
    interface Source {
        /** What is there now. */
        List<Place> look() throws IOException;
    }

    private PolledDiscovery(String name, Source source, long periodNanos) {
        this.source = source;
        this.periodNanos = periodNanos;
        this.trouble = "";
        this.loop = EventLoop.start("find-" + name, failure -> {});
    }

    /** Begins to ask {@code source}. */
    static PolledDiscovery begin(String name, Source source, long periodNanos) {
        PolledDiscovery begun = new PolledDiscovery(name, source, periodNanos);
        begun.loop.execute(begun::look);
        return begun;
    }

    private void look() {
        try {
            places = List.copyOf(source.look());
            trouble = "";
        } catch (IOException | IllegalArgumentException e) {
            if (trouble.isEmpty()) {
                log.debug("discovery.failed reason={}", e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
        }
        loop.schedule(loop.nanoTime() + periodNanos, this::look);
    }

    @Override
    public List<Place> places() {
        return places;
    }

    @Override
    public Optional<String> hint() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
    }

    @Override
    public void close() {
        loop.close();
    }
}
