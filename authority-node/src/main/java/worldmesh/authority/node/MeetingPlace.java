package worldmesh.authority.node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.gateway.RendezvousServer;
import worldmesh.authority.node.NodeConfig.RendezvousKeys;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.rendezvous.NodeFace;
import worldmesh.authority.rendezvous.RendezvousDesk;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.StunAnswer;
import worldmesh.mesh.identity.NodeKey;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;

/** The rendezvous of a node: its key, its desk, its TLS port, and a UDP port that tells peers their addresses. */
final class MeetingPlace implements AutoCloseable {
    private static final String KEY_FILE = "rendezvous.pem";
    private static final Logger log = LoggerFactory.getLogger(MeetingPlace.class);

    private final RendezvousKeys keys;
    private final NodeKey key;
    private final RendezvousServer server;
    private final DatagramPort stun;

    private MeetingPlace(RendezvousKeys keys, NodeKey key, RendezvousServer server, DatagramPort stun) {
        this.keys = keys;
        this.key = key;
        this.server = server;
        this.stun = stun;
    }

    static MeetingPlace open(NodeConfig config, Metrics metrics) {
        RendezvousKeys keys = config.rendezvous();
        SecureRandom random = new SecureRandom();
        NodeKey key = keys.certificate().isEmpty()
                ? NodeKey.loadOrCreate(config.node().store().resolve(KEY_FILE), random)
                : NodeKey.load(Path.of(keys.certificate()), Path.of(keys.privateKey()));
        DatagramPort stun = UdpDatagramPort.open(new InetSocketAddress(keys.address(), keys.port()));
        EventLoop loop = EventLoop.start(
                "worldmesh-rendezvous",
                failure -> log.error("rendezvous.failed cause={}", failure.toString(), failure));
        DeskLimits limits = keys.limits();
        NodeFace face = new NodeFace(key.pin(), stun.local().getPort());
        RendezvousDesk desk = new RendezvousDesk(face, limits, Ed25519Verifier.INSTANCE, random, loop.nanoTime());
        RendezvousServer server = null;
        try {
            server = RendezvousServer.open(
                    new RendezvousServer.Place(keys.address(), keys.port(), key.keyStore()), limits, loop, desk);
            server.register(metrics);
            MeetingPlace place = new MeetingPlace(keys, key, server, stun);
            place.answer(metrics);
            log.info(
                    "node.rendezvous.started port={} pin={}",
                    server.port(),
                    place.linkFor("host").encodedPin());
            return place;
        } finally {
            if (server == null) {
                stun.close();
                loop.close();
            }
        }
    }

    private void answer(Metrics metrics) {
        LongAdder ignored = new LongAdder();
        metrics.counter(
                "worldmesh_authority_stun_ignored_total",
                "datagrams at the STUN port that were no questions, or shorter than their answers",
                ignored::sum);
        stun.start((from, data, length) -> {
            byte[] answer = StunAnswer.to(data, length, from);
            if (answer == null) {
                ignored.increment();
            } else {
                stun.send(from, answer, 0, answer.length);
            }
        });
    }

    /** How the node's own world finds it; null where it has no name. */
    @Nullable NodeLink link() {
        return keys.host().isEmpty() ? null : linkFor(keys.host());
    }

    /** How peers name it that reach it under {@code host}. */
    NodeLink linkFor(String host) {
        return new NodeLink(host, port(), keys.certificate().isEmpty() ? key.pin() : new byte[0]);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        stun.close();
    }
}
