package worldmesh.mesh.ice;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import worldmesh.mesh.ice.StunRound.Answer;
import worldmesh.mesh.ice.StunRound.Question;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;

/**
 * Asks two STUN servers from two fresh ports, one after the other, and tells what ports a NAT will give next. Fresh
 * ones, since the NAT has long decided how it shows the port of the links to those servers. Confined to the loop.
 */
final class PortSampler implements AutoCloseable {
    /** Servers that are asked, and ports they are asked from: four questions. */
    static final int SERVERS = 2;

    private static final int PORTS = 2;

    /** A question that is repeated would come out of order: what has not answered by then is no sample. */
    static final long DEADLINE_NANOS = 600_000_000L;

    private final EventLoop loop;
    private final Where where;
    private final List<Question> questions;
    private final Consumer<PortForecast> told;
    private final List<DatagramPort> ports = new ArrayList<>();
    private final List<StunRound> rounds = new ArrayList<>();
    private boolean over;

    /** Who is asked, and from which ports: any of this address. */
    record Where(
            List<InetSocketAddress> servers, InetSocketAddress any, Function<InetSocketAddress, DatagramPort> open) {
        /** Beside the port that the answers are about. */
        static Where beside(InetSocketAddress local, List<InetSocketAddress> servers) {
            return new Where(servers, new InetSocketAddress(local.getAddress(), 0), UdpDatagramPort::open);
        }
    }

    private PortSampler(Where where, EventLoop loop, Consumer<PortForecast> told) {
        this.loop = loop;
        this.where = where;
        this.told = told;
        this.questions =
                where.servers.stream().limit(SERVERS).map(Question::plain).toList();
    }

    /** Asks now, so that ports that are used after this call come after those of the questions. */
    static PortSampler begin(Where where, EventLoop loop, RandomGenerator random, Consumer<PortForecast> told) {
        PortSampler sampler = new PortSampler(where, loop, told);
        try {
            for (int i = 0; i < PORTS; i++) {
                sampler.ask(random);
            }
        } catch (UncheckedIOException e) {
            sampler.close(); // no descriptor left: a guess less
        }
        loop.schedule(loop.nanoTime() + DEADLINE_NANOS, sampler::close);
        return sampler;
    }

    private void ask(RandomGenerator random) {
        DatagramPort port = where.open.apply(where.any);
        StunRound round = new StunRound(questions, random, loop.nanoTime());
        ports.add(port);
        rounds.add(round);
        port.start((from, data, length) -> {
            byte[] answer = Arrays.copyOf(data, length);
            loop.tryExecute(() -> take(round, from, answer));
        });
        round.send(loop.nanoTime(), (to, data) -> port.send(to, data, 0, data.length));
    }

    private void take(StunRound round, InetSocketAddress from, byte[] answer) {
        round.take(from, answer, answer.length, loop.nanoTime());
        List<InetSocketAddress> seen = new ArrayList<>();
        for (StunRound one : rounds) {
            for (Question question : questions) {
                Answer came = one.answer(question);
                if (came == null) {
                    return;
                }
                seen.add(came.mapped());
            }
        }
        if (!over) {
            close();
            PortForecast forecast = PortForecast.of(seen);
            if (forecast != null) {
                told.accept(forecast);
            }
        }
    }

    @Override
    public void close() {
        over = true;
        ports.forEach(DatagramPort::close);
    }
}
