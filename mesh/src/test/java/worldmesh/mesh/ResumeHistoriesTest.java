package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Two peers over random histories of dead paths, new addresses, restarts with and without tickets, connects from both
 * sides, loss, copies and reordering: nothing arrives twice or out of order, and nothing is lost of what was sent since
 * either side was last told that a link ended.
 */
class ResumeHistoriesTest {
    private static final int HISTORIES = 500;
    private static final int STEPS = 40;
    private static final List<Ed25519Signer> SIGNERS = List.of(
            Ed25519Signer.generate(new SeededSecureRandom(1)), Ed25519Signer.generate(new SeededSecureRandom(2)));

    private int resumed;
    private int continued;
    private int restarted;

    @Test
    void reliableMessagesArriveOnceAndInOrderWhateverHappens() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            history.settle();
            history.check("seed " + seed);
        }

        assertTrue(resumed > 200, resumed + " replies to resumptions");
        assertTrue(continued > 100, continued + " links that went on at another address or under other keys");
        assertTrue(restarted > 200, restarted + " restarts");
    }

    /** One side, over its restarts. */
    private static final class Side {
        Net.Node node;
        int listened;

        /** Numbers taken for sending since either side was told of an end. */
        final TreeSet<Long> owed = new TreeSet<>();

        final List<Long> got = new ArrayList<>();

        Side(Net.Node node) {
            this.node = node;
        }
    }

    private final class History {
        final SplittableRandom random;
        final Net net;
        final List<Side> sides = new ArrayList<>();
        long number;
        int places;

        History(long seed) {
            random = new SplittableRandom(seed);
            net = new Net(seed);
            net.loss = seed % 3 * 0.08;
            net.duplication = seed % 2 * 0.1;
            net.jitterNanos = seed % 5 * 4_000_000L;
            net.sent = flight -> {
                if (DatagramKind.of(flight.data()[0]) == DatagramKind.RESUMED) {
                    resumed++;
                }
            };
            for (int i = 0; i < 2; i++) {
                sides.add(new Side(node(i, Net.address("10.0.0." + (i + 1), 1_000))));
            }
            connect(0);
            net.run(3_000);
        }

        private Net.Node node(int index, InetSocketAddress address) {
            Ed25519Signer signer = SIGNERS.get(index);
            SecureRandom entropy = new SeededSecureRandom(random.nextLong());
            long instance = entropy.nextLong() >>> 1;
            return net.add(net
            .new Node(
                    address,
                    signer,
                    MeshSettings.defaults(),
                    entropy,
                    crypto -> new ClearCrypto(signer.publicKey(), instance)));
        }

        private void connect(int from) {
            Net.Node node = sides.get(from).node;
            Net.Node other = sides.get(1 - from).node;
            node.core.connect(other.address, other.id(), net.now, node);
        }

        void step() {
            int which = random.nextInt(2);
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> send(which);
                case 5 -> net.filter = flight -> false;
                case 6 -> {
                    InetSocketAddress deaf = sides.get(which).node.address;
                    net.filter = flight -> !flight.to().equals(deaf);
                }
                case 7, 8 -> net.filter = flight -> true;
                case 9 -> sides.get(which).node.address = Net.address("10.1.0." + (1 + ++places % 200), 2_000 + places);
                case 10 -> connect(which);
                case 11 -> restart(which);
                case 12 -> net.run(random.nextInt(30));
                default -> net.run(random.nextInt(3_000));
            }
            listen();
        }

        private void send(int which) {
            Side side = sides.get(which);
            for (int i = random.nextInt(6); i >= 0; i--) {
                long next = ++number;
                byte[] message = new ByteWriter(600)
                        .i64(next)
                        .bytes(new byte[random.nextInt(500)])
                        .toBytes();
                if (side.node.send(sides.get(1 - which).node, Lane.RELIABLE, 0, message)) {
                    side.owed.add(next);
                }
            }
        }

        private void restart(int which) {
            listen();
            Side side = sides.get(which);
            List<TicketBox.Lasting> tickets = side.node.core.tickets().all(net.now);
            net.nodes.remove(side.node);
            side.node = node(which, side.node.address);
            side.listened = 0;
            if (random.nextBoolean()) {
                tickets.forEach(one -> side.node.core.tickets().restore(one, net.now));
            }
            restarted++;
            sides.forEach(any -> any.owed.clear());
        }

        private void listen() {
            for (Side side : sides) {
                List<MeshSignal> signals = side.node.signals;
                for (; side.listened < signals.size(); side.listened++) {
                    MeshSignal signal = signals.get(side.listened);
                    if (signal instanceof MeshSignal.Received received) {
                        side.got.add(new ByteReader(received.message(), 0, 8).i64());
                    } else if (signal instanceof MeshSignal.LinkDown || signal instanceof MeshSignal.LinkUp) {
                        sides.forEach(any -> any.owed.clear());
                    } else if (signal instanceof MeshSignal.ConnectFailed failed) {
                        continued += side.node.core.linkCount() == 1 && failed.attempt() > 0 ? 1 : 0;
                    }
                }
            }
        }

        /** The network heals, and both look for each other until they have a link. */
        void settle() {
            net.filter = flight -> true;
            for (int round = 0; round < 8; round++) {
                connect(round % 2);
                net.run(2_500);
                listen();
            }
            send(0);
            send(1);
            net.run(6_000);
            listen();
        }

        void check(String where) {
            for (int i = 0; i < 2; i++) {
                Side side = sides.get(i);
                assertEquals(1, side.node.core.linkCount(), where + " side " + i);
                long last = 0;
                for (long one : side.got) {
                    assertTrue(one > last, where + " side " + i + ": " + one + " after " + last);
                    last = one;
                }
                TreeSet<Long> missing = new TreeSet<>(sides.get(1 - i).owed);
                missing.removeAll(side.got);
                assertEquals(List.of(), List.copyOf(missing), where + " never reached side " + i);
            }
        }
    }
}
