package worldmesh.mesh.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.turn.TurnFailure;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/** Asks TURN servers for an address each, by the way it is named with, and gives it back. Blocks its caller. */
public final class TurnProbe {
    /** A handshake over TLS in a cold JVM takes a second; a server that takes longer serves nobody. */
    private static final long DEADLINE_NANOS = 6_000_000_000L;

    private static final long POLL_NANOS = 5_000_000L;

    private final Clock clock;
    private final RandomGenerator random;

    /** A probe; {@code random} must be hard to guess. */
    public TurnProbe(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a server did.
     *
     * @param server which
     * @param relayed the address it gave; null if it gave none
     * @param rttNanos how long one question took; 0 if it answered none
     * @param failure what it said instead; null if it said nothing
     */
    public record Result(
            TurnServer server,
            @Nullable InetSocketAddress relayed,
            long rttNanos,
            @Nullable TurnFailure failure) {}

    private final class Try implements AutoCloseable {
        final TurnServer server;
        final UdpMux mux = new UdpMux(UdpDatagramPort.open(new InetSocketAddress(0)));
        final EventLoop loop;
        final TurnServers asked;

        Try(TurnSettings settings, TurnServer server) {
            this.server = server;
            this.loop = EventLoop.start("turn-probe-" + mux.local().getPort(), failure -> {});
            TurnSettings alone =
                    new TurnSettings(List.of(server), settings.user(), settings.password(), settings.certificates());
            this.asked = new TurnServers(mux, loop, alone, random, () -> {});
            mux.start((from, data, length) -> {});
            asked.lookUp();
            if (server.way().isStream()) {
                loop.tryExecute(asked::refresh);
            }
        }

        boolean isOver() {
            return !asked.ready().isEmpty() || asked.failure() != null;
        }

        Result result() {
            List<TurnRelay> ready = asked.ready();
            return ready.isEmpty()
                    ? new Result(server, null, 0, asked.failure())
                    : new Result(
                            server, ready.get(0).places().get(0), ready.get(0).rttNanos(), null);
        }

        @Override
        public void close() {
            loop.close();
            mux.close();
        }
    }

    /** Asks all servers at once. */
    public List<Result> ask(TurnSettings settings) {
        List<Try> tries = new ArrayList<>();
        try {
            settings.servers().forEach(server -> tries.add(new Try(settings, server)));
            long end = clock.nanoTime() + DEADLINE_NANOS;
            while (clock.nanoTime() - end < 0 && !tries.stream().allMatch(Try::isOver)) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            return tries.stream().map(Try::result).toList();
        } finally {
            tries.forEach(Try::close);
        }
    }
}
