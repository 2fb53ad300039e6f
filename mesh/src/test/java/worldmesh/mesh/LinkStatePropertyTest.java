package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.LinkFailure;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/** The states of links over random histories of connects, closes, cuts and time, against what the signals tell. */
class LinkStatePropertyTest {
    private static final int HISTORIES = 150;
    private static final int STEPS = 40;
    private static final List<Ed25519Signer> SIGNERS = List.of(signer(1), signer(2), signer(3));

    private final Set<LinkState.Kind> kindsSeen = EnumSet.noneOf(LinkState.Kind.class);
    private final Set<LinkFailure> failuresSeen = EnumSet.noneOf(LinkFailure.class);

    private static Ed25519Signer signer(long seed) {
        return Ed25519Signer.generate(new SeededSecureRandom(seed));
    }

    @Test
    void stateIsAlwaysWhatTheSignalsTellAndFailedAlwaysCarriesAReason() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            for (int step = 0; step < STEPS; step++) {
                history.step();
                history.check("seed " + seed + " step " + step);
            }
        }

        assertEquals(EnumSet.allOf(LinkState.Kind.class), kindsSeen);
        assertTrue(
                failuresSeen.containsAll(EnumSet.of(
                        LinkFailure.UNREACHABLE,
                        LinkFailure.WRONG_PEER,
                        LinkFailure.SILENT,
                        LinkFailure.REFUSED,
                        LinkFailure.OVERLOADED,
                        LinkFailure.OWN_ADDRESS)),
                "seen " + failuresSeen);
    }

    private final class History {
        final SplittableRandom random;
        final Net net;
        final List<Net.Node> nodes = new ArrayList<>();
        final List<Observer> observers = new ArrayList<>();

        History(long seed) {
            random = new SplittableRandom(seed);
            net = new Net(seed);
            net.loss = seed % 2 == 0 ? 0.1 : 0;
            net.jitterNanos = 2_000_000L;
            for (int i = 0; i < SIGNERS.size(); i++) {
                Ed25519Signer signer = SIGNERS.get(i);
                // The last one has room for a single link.
                MeshSettings settings =
                        i == 2 ? MeshSettings.defaults().withLimits(1, 16, 16, 64) : MeshSettings.defaults();
                SecureRandom entropy = new SeededSecureRandom(seed * 31 + i);
                long instance = entropy.nextLong() >>> 1;
                Net.Node node = net
                .new Node(
                        Net.address("10.0.0." + (i + 1), 1_000),
                        signer,
                        settings,
                        entropy,
                        crypto -> new ClearCrypto(signer.publicKey(), instance));
                nodes.add(net.add(node));
                observers.add(new Observer(node));
            }
        }

        void step() {
            Observer self = observers.get(random.nextInt(nodes.size()));
            Net.Node other = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(8)) {
                case 0, 1 -> self.connect(other.address, other.id());
                case 2 -> self.connect(nodes.get(random.nextInt(nodes.size())).address, other.id());
                case 3 ->
                    self.node.core.close(
                            other.id(),
                            random.nextBoolean() ? CloseReason.LEFT : CloseReason.REFUSED,
                            net.now,
                            self.node);
                case 4 -> {
                    InetSocketAddress cut = other.address;
                    net.filter =
                            flight -> !flight.to().equals(cut) && !flight.from().equals(cut);
                }
                case 5 -> net.filter = flight -> true;
                case 6 -> net.run(random.nextInt(20));
                default -> net.run(random.nextInt(9_000));
            }
        }

        void check(String where) {
            for (Observer observer : observers) {
                observer.listen();
                for (Net.Node peer : nodes) {
                    LinkState state = observer.node.core.state(peer.id());
                    assertEquals(observer.told(peer.id()), state, where);
                    kindsSeen.add(state.kind());
                    if (state instanceof LinkState.Failed failed) {
                        failuresSeen.add(failed.reason());
                    }
                }
            }
        }
    }

    private record Sought(PeerId peer, InetSocketAddress at) {}

    /** Follows one node by its signals alone. */
    private static final class Observer {
        final Net.Node node;
        final Map<Long, Sought> attempts = new HashMap<>();
        final Map<PeerId, LinkState> told = new HashMap<>();
        int heard;

        Observer(Net.Node node) {
            this.node = node;
        }

        void connect(InetSocketAddress to, PeerId expected) {
            long attempt = node.core.connect(to, expected, node.now(), node);
            attempts.put(attempt, new Sought(expected, to));
        }

        void listen() {
            for (; heard < node.signals.size(); heard++) {
                MeshSignal signal = node.signals.get(heard);
                if (signal instanceof MeshSignal.LinkUp up) {
                    told.put(up.peer(), LinkState.CONNECTED);
                    if (up.initiator()) {
                        attempts.values().remove(new Sought(up.peer(), up.address()));
                    }
                } else if (signal instanceof MeshSignal.LinkDown down) {
                    told.put(down.peer(), LinkState.ended(down.reason()));
                } else if (signal instanceof MeshSignal.ConnectFailed failed) {
                    PeerId peer = Objects.requireNonNull(attempts.remove(failed.attempt()))
                            .peer();
                    if (!LinkState.CONNECTED.equals(told.get(peer))) {
                        told.put(peer, new LinkState.Failed(LinkFailure.of(failed.reason())));
                    }
                }
            }
        }

        LinkState told(PeerId peer) {
            LinkState last = told.getOrDefault(peer, LinkState.DISCONNECTED);
            boolean sought = attempts.values().stream().anyMatch(a -> a.peer().equals(peer));
            return sought && last.kind() != LinkState.Kind.CONNECTED ? LinkState.CONNECTING : last;
        }
    }
}
