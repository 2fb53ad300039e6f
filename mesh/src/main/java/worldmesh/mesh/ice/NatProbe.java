package worldmesh.mesh.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.NatBehaviour.Filtering;
import worldmesh.mesh.ice.NatBehaviour.Mapping;
import worldmesh.mesh.ice.StunRound.Answer;
import worldmesh.mesh.ice.StunRound.Question;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * Asks STUN servers from ports of its own what the network around this machine is like. Blocks its caller for some
 * seconds at most. Who may send to a port is asked on a second one, that has not sent to the servers' other addresses.
 */
public final class NatProbe {
    /** Sizes of datagrams to be tried: a message without links, one of the mesh, the most an Ethernet carries. */
    private static final List<Integer> SIZES = List.of(548, NatBehaviour.NEEDED_BYTES, 1_472);

    private static final long POLL_NANOS = 2_000_000L;

    private final Clock clock;
    private final RandomGenerator random;

    /** A probe; {@code random} must be hard to guess. */
    public NatProbe(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A socket with one round at a time. */
    private final class Port implements AutoCloseable {
        final UdpDatagramPort udp = UdpDatagramPort.open(new InetSocketAddress(0));
        final ReentrantLock turn = new ReentrantLock();

        @Nullable StunRound round;

        Port() {
            udp.start((from, data, length) -> {
                turn.lock();
                try {
                    if (round != null) {
                        round.take(from, data, length, clock.nanoTime());
                    }
                } finally {
                    turn.unlock();
                }
            });
        }

        StunRound ask(List<Question> questions) {
            StunRound mine = new StunRound(questions, random, clock.nanoTime());
            for (boolean over = false; !over; ) {
                turn.lock();
                try {
                    round = mine;
                    long now = clock.nanoTime();
                    mine.send(now, (to, data) -> udp.send(to, data, 0, data.length));
                    over = mine.isOver(now);
                } finally {
                    turn.unlock();
                }
                LockSupport.parkNanos(over ? 0 : POLL_NANOS);
            }
            return mine;
        }

        @Override
        public void close() {
            udp.close();
        }
    }

    /** Asks {@code servers}, {@code host:port} each. */
    public NatBehaviour ask(List<String> servers) {
        Map<String, InetSocketAddress> known = new LinkedHashMap<>();
        servers.forEach(name -> known.put(name, resolved(name)));
        try (Port port = new Port();
                Port fresh = new Port()) {
            List<Question> plain = known.values().stream()
                    .filter(server -> !server.isUnresolved())
                    .distinct()
                    .map(Question::plain)
                    .toList();
            StunRound first = port.ask(plain);
            List<InetSocketAddress> local = LocalAddresses.of(port.udp.local());
            List<InetSocketAddress> alive = plain.stream()
                    .filter(question -> first.answer(question) != null)
                    .map(Question::server)
                    .toList();
            List<NatBehaviour.Server> told = told(known, first);
            if (alive.isEmpty()) {
                return new NatBehaviour(told, local, Mapping.UNKNOWN, Filtering.UNKNOWN, 0);
            }
            return new NatBehaviour(
                    told,
                    local,
                    mapping(port, first, alive, local),
                    filtering(fresh, first, alive),
                    largest(port, alive.get(0)));
        }
    }

    private static InetSocketAddress resolved(String name) {
        InetSocketAddress server = HostPort.parse(name);
        try {
            InetAddress address = InetAddress.getByName(server.getHostString());
            return new InetSocketAddress(address, server.getPort());
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(server.getHostString(), server.getPort());
        }
    }

    private static List<NatBehaviour.Server> told(Map<String, InetSocketAddress> known, StunRound round) {
        List<NatBehaviour.Server> told = new ArrayList<>();
        known.forEach((name, server) -> {
            Answer answer = round.answer(Question.plain(server));
            String failure = server.isUnresolved() ? "its name is unknown" : "it does not answer";
            told.add(
                    answer == null
                            ? new NatBehaviour.Server(name, null, 0, failure)
                            : new NatBehaviour.Server(name, answer.mapped(), answer.rttNanos(), ""));
        });
        return told;
    }

    /** Whether two machines see the port as the same. */
    private static Mapping mapping(
            Port port, StunRound first, List<InetSocketAddress> alive, List<InetSocketAddress> local) {
        InetSocketAddress server = alive.get(0);
        Answer seen = Objects.requireNonNull(first.answer(Question.plain(server)));
        if (local.contains(seen.mapped())) {
            return Mapping.NONE;
        }
        Stream<InetSocketAddress> others = Stream.concat(Stream.ofNullable(seen.other()), alive.stream());
        List<Question> elsewhere = others.filter(other -> isOtherMachine(other, server))
                .map(Question::plain)
                .toList();
        StunRound second = port.ask(elsewhere);
        for (Question question : elsewhere) {
            Answer answer = second.answer(question);
            if (answer != null) {
                return answer.mapped().equals(seen.mapped())
                        ? Mapping.ENDPOINT_INDEPENDENT
                        : Mapping.ENDPOINT_DEPENDENT;
            }
        }
        return Mapping.UNKNOWN;
    }

    /** At another address of the same family, so that a second family is not taken for a second mapping. */
    private static boolean isOtherMachine(InetSocketAddress one, InetSocketAddress other) {
        InetAddress here = one.getAddress();
        InetAddress there = other.getAddress();
        return here != null && !here.equals(there) && here.getAddress().length == there.getAddress().length;
    }

    private static Filtering filtering(Port fresh, StunRound first, List<InetSocketAddress> alive) {
        for (InetSocketAddress server : alive) {
            Answer answer = first.answer(Question.plain(server));
            if (answer != null && answer.other() != null) {
                Question any = new Question(server, StunRound.OTHER_ADDRESS_AND_PORT, 0);
                Question port = new Question(server, StunRound.OTHER_PORT, 0);
                StunRound round = fresh.ask(List.of(any, port));
                if (round.answer(any) != null) {
                    return Filtering.ENDPOINT_INDEPENDENT;
                }
                return round.answer(port) != null ? Filtering.ADDRESS_DEPENDENT : Filtering.ADDRESS_AND_PORT_DEPENDENT;
            }
        }
        return Filtering.UNKNOWN;
    }

    private static int largest(Port port, InetSocketAddress server) {
        List<Question> sizes =
                SIZES.stream().map(size -> new Question(server, 0, size)).toList();
        StunRound round = port.ask(sizes);
        return sizes.stream()
                .filter(question -> round.answer(question) != null)
                .mapToInt(Question::bytes)
                .max()
                .orElse(0);
    }
}
