package worldmesh.mesh.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.StunPacket.Transaction;
import worldmesh.mesh.path.Candidate;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.HostPort;

/**
 * Asks STUN servers where this peer's port appears behind its NAT. All at once, so that a dead one delays none; what
 * one answers is told as soon as it comes. Confined to the loop, but for the names, which are looked up beside it.
 */
final class StunServers {
    /** A server that has not answered three requests in this time is dead for now; half of what gathering may take. */
    static final long DEADLINE_NANOS = 150_000_000L;

    /** Requests to one server, evenly over the deadline. */
    static final int REQUESTS = 3;

    /** An answer is asked for again after this: NATs forget a mapping after 30 s at the earliest (RFC 4787 §4.3). */
    static final long FRESH_NANOS = 20_000_000_000L;

    private final UdpMux mux;
    private final EventLoop loop;
    private final RandomGenerator random;
    private final Runnable onNews;
    private final Map<InetSocketAddress, Answers> servers = new LinkedHashMap<>();

    private static final class Answers {
        private @Nullable InetSocketAddress seen;
        private long askedNanos;
        private boolean asked;
        private boolean answered;
        private final boolean filled;

        Answers(boolean filled) {
            this.filled = filled;
        }
    }

    StunServers(UdpMux mux, EventLoop loop, RandomGenerator random, Runnable onNews) {
        this.mux = mux;
        this.loop = loop;
        this.random = random;
        this.onNews = onNews;
    }

    /** Looks the names up, each on a thread of its own: a dead name server delays none. */
    void add(List<String> names) {
        add(names, false);
    }

    /** The same; {@code filled} for servers that answer nothing longer than the question. */
    void add(List<String> names, boolean filled) {
        for (String name : names) {
            Thread lookup = new Thread(() -> lookUp(HostPort.parse(name), filled), "stun-name");
            lookup.setDaemon(true);
            lookup.start();
        }
    }

    private void lookUp(InetSocketAddress server, boolean filled) {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(server.getHostString())) {
                found.add(new InetSocketAddress(address, server.getPort()));
            }
        } catch (UnknownHostException e) {
            return; // as dead as a server that does not answer
        }
        loop.tryExecute(() -> {
            found.stream().limit(2).forEach(address -> servers.putIfAbsent(address, new Answers(filled)));
            refresh();
        });
    }

    /** Asks those whose answer is old. */
    void refresh() {
        long now = loop.nanoTime();
        servers.forEach((server, answers) -> {
            if (!answers.asked || now - answers.askedNanos >= FRESH_NANOS) {
                answers.asked = true;
                answers.answered = false;
                answers.askedNanos = now;
                ask(server, answers, REQUESTS);
            }
        });
    }

    private void ask(InetSocketAddress server, Answers answers, int requests) {
        if (answers.answered || requests == 0) {
            return;
        }
        Transaction transaction = new Transaction(random.nextLong(), random.nextInt());
        mux.ask(server, transaction, answers.filled, (answer, from, data, length) -> {
            InetSocketAddress mapped = answer.mapped();
            // Whoever answers in a server's place does not know the transaction; it must come from there all the same.
            if (mapped != null && from.equals(server) && Candidate.isUsable(mapped)) {
                loop.tryExecute(() -> onAnswer(answers, mapped));
            }
        });
        long next = loop.nanoTime() + DEADLINE_NANOS / REQUESTS;
        loop.schedule(next, () -> ask(server, answers, requests - 1));
    }

    private void onAnswer(Answers answers, InetSocketAddress mapped) {
        answers.answered = true;
        if (!mapped.equals(answers.seen)) {
            answers.seen = mapped;
            onNews.run();
        }
    }

    /** Servers that see this port at another port each, as a symmetric NAT shows it; empty while none is known to. */
    List<InetSocketAddress> disagreeing() {
        List<InetSocketAddress> apart = new ArrayList<>();
        Set<InetSocketAddress> places = new LinkedHashSet<>();
        servers.forEach((server, answers) -> {
            InetSocketAddress seen = answers.seen;
            if (seen != null && server.getAddress() instanceof Inet4Address && places.add(seen)) {
                apart.add(server);
            }
        });
        return apart.size() < 2 ? List.of() : apart;
    }

    /** Where servers see this peer. */
    Set<InetSocketAddress> seen() {
        Set<InetSocketAddress> all = new LinkedHashSet<>();
        for (Answers answers : servers.values()) {
            InetSocketAddress seen = answers.seen;
            if (seen != null) {
                all.add(seen);
            }
        }
        return all;
    }
}
