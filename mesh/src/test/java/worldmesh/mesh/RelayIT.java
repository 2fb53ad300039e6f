package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;

/** Two whose own way is cut, and two others that could carry for them, over real sockets. */
@Timeout(120)
class RelayIT {
    /** What a relay carries is longer than what it says itself while nothing else is sent over its links. */
    private static final int OWN_WORDS_BYTES = 60;

    private static final double STOLEN = 0.3;
    private static final long STEP_NANOS = 20_000_000L;

    /** A socket that keeps some addresses from its mesh, and may swallow a part of what it carries for others. */
    private static final class BadPort implements DatagramPort {
        final UdpDatagramPort socket = UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        final Set<InetSocketAddress> cut = ConcurrentHashMap.newKeySet();
        final SplittableRandom chance = new SplittableRandom(31);
        volatile boolean steals;

        @Override
        public InetSocketAddress local() {
            return socket.local();
        }

        @Override
        public synchronized void send(InetSocketAddress to, byte[] data, int offset, int length) {
            boolean stolen = steals && length > OWN_WORDS_BYTES && chance.nextDouble() < STOLEN;
            if (!stolen && !cut.contains(to)) {
                socket.send(to, data, offset, length);
            }
        }

        @Override
        public void start(Receiver receiver) {
            socket.start(receiver);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Side extends SocketSide {
        final BadPort port;
        int said;

        Side() {
            this(new BadPort());
        }

        private Side(BadPort port) {
            super(port, Ed25519Signer.generate(RANDOM));
            this.port = port;
        }

        long carried() {
            return mesh.relayStats().datagrams();
        }

        boolean reachesThroughAnother(Side other) {
            return mesh.stats(other.mesh.self()).relayed();
        }

        void say(Side other) {
            mesh.send(other.mesh.self(), Lane.STATE, 7, new byte[40]);
            said += mesh.send(other.mesh.self(), Lane.RELIABLE, 7, new byte[40]) ? 1 : 0;
            mesh.flush();
        }

        long heard() {
            return all(MeshSignal.Received.class).stream()
                    .filter(got -> got.lane() == Lane.RELIABLE)
                    .count();
        }
    }

    private static void link(List<Side> sides) {
        for (Side one : sides) {
            for (Side other : sides) {
                if (one.mesh.self().compareTo(other.mesh.self()) < 0) {
                    one.mesh.connect(other.mesh.local(), other.mesh.self());
                }
            }
        }
        SocketSide.await(() -> sides.stream()
                .allMatch(side -> side.all(MeshSignal.LinkUp.class).size() == sides.size() - 1));
        for (Side one : sides) {
            sides.stream().filter(other -> other != one).forEach(other -> one.mesh.welcome(other.mesh.self()));
        }
    }

    private static void talk(Side a, Side b, int steps) {
        for (int step = 0; step < steps; step++) {
            a.say(b);
            b.say(a);
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    private static boolean standsStill(Side relay, Side a, Side b) {
        long before = relay.carried();
        talk(a, b, 25);
        return relay.carried() == before;
    }

    @Test
    void aRelayThatDropsAPartOfWhatItCarriesIsLeftForAnotherAndNothingReliableIsLost() {
        try (Side a = new Side();
                Side b = new Side();
                Side r = new Side();
                Side s = new Side()) {
            link(List.of(a, b, r, s));
            a.port.cut.add(b.mesh.local());
            b.port.cut.add(a.mesh.local());
            SocketSide.await(() -> {
                talk(a, b, 1);
                return a.reachesThroughAnother(b) && b.reachesThroughAnother(a) && r.carried() + s.carried() > 200;
            });
            Side thief = r.carried() > s.carried() ? r : s;

            thief.port.steals = true;
            SocketSide.await(() -> standsStill(thief, a, b));

            assertTrue(a.mesh.relayStats().forsaken() + b.mesh.relayStats().forsaken() > 0);
            assertTrue(a.reachesThroughAnother(b) && b.reachesThroughAnother(a));
            SocketSide.await(() -> a.heard() == b.said && b.heard() == a.said);
        }
    }
}
