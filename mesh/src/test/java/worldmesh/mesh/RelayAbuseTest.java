package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.relay.RelayRefusal;
import worldmesh.mesh.relay.RelaySettings;

/** Those who want to be carried and may not be, those who want too much, and relays that cheat. */
class RelayAbuseTest {
    private static final int FROM_FRAME = 0x31;
    private static final int FRAME_BYTES = 8;

    private final Net net = new Net(29);
    private final Net.Node a = net.node("10.0.0.1", 1_000);
    private final Net.Node b = net.node("10.0.0.2", 1_000);

    RelayAbuseTest() {
        net.filter = flight -> !apart(flight);
    }

    private boolean apart(Net.Flight flight) {
        return Set.of(a.address, b.address).equals(Set.of(flight.from(), flight.to()));
    }

    private Net.Node relay(RelaySettings settings) {
        return net.node("10.0.0.3", 1_000, MeshSettings.defaults().withRelay(settings));
    }

    /** Links all with {@code relay}, who lets {@code members} in and is let in by all. */
    private void link(Net.Node relay, Net.Node... members) {
        a.connect(relay);
        b.connect(relay);
        assertTrue(net.run(2_000, () -> relay.core.linkCount() == 2));
        net.run(200);
        a.core.welcome(relay.id(), net.now);
        b.core.welcome(relay.id(), net.now);
        for (Net.Node member : members) {
            relay.core.welcome(member.id(), net.now);
        }
    }

    private void refusedFor(Net.Node relay, RelayRefusal reason) {
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);

        assertEquals(1, relay.core.notRelayed(reason), () -> relay.core.relayStats() + " for " + reason);
        assertEquals(1, relay.core.rejections().of(Rejection.NOT_RELAYED));
        assertEquals(1, a.core.relayStats().refusals());
        assertEquals(0, relay.core.relayStats().datagrams());
        assertEquals(
                List.of(ConnectFailure.RELAY_REFUSED),
                a.all(MeshSignal.ConnectFailed.class).stream()
                        .map(MeshSignal.ConnectFailed::reason)
                        .toList());
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        assertEquals(1, relay.core.notRelayed(reason), "asked again at once");
    }

    @Test
    void aStrangerIsNotCarriedAndHearsIt() {
        Net.Node relay = relay(RelaySettings.defaults());
        link(relay, b);

        refusedFor(relay, RelayRefusal.STRANGER);
    }

    @Test
    void nobodyIsCarriedToAStranger() {
        Net.Node relay = relay(RelaySettings.defaults());
        link(relay, a);

        refusedFor(relay, RelayRefusal.UNREACHABLE);
    }

    @Test
    void whoDoesNotWantToCarriesNobody() {
        Net.Node relay = relay(new RelaySettings(false, 500_000, 250_000, 64));
        link(relay, a, b);

        refusedFor(relay, RelayRefusal.UNWILLING);
    }

    @Test
    void whoDoesNotWantToIsCarriedByOthersAllTheSame() {
        Net.Node relay = relay(RelaySettings.defaults());
        link(relay, a, b);
        a.core.connectThrough(b.id(), net.now, a);

        assertTrue(net.run(500, () -> b.core.peers().contains(a.id())));
    }

    @Test
    void datagramsOfAStrangerThatARelayBringsAreNotTaken() {
        Net.Node relay = relay(RelaySettings.defaults());
        a.connect(relay);
        b.connect(relay);
        net.run(500);
        a.core.welcome(relay.id(), net.now); // b has not let the relay in
        relay.core.welcome(a.id(), net.now);
        relay.core.welcome(b.id(), net.now);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(1_000);

        assertTrue(b.core.rejections().of(Rejection.RELAY_UNWANTED) > 0);
        assertFalse(b.core.peers().contains(a.id()));
    }

    @Test
    void anAddressThatOnlyWaysThroughRelaysHaveComesFromNoNetwork() {
        Net.Node relay = relay(RelaySettings.defaults());
        link(relay, a, b);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        InetSocketAddress way = RelayedAddress.of(relay.id(), 1);
        long heard = b.core.stats(a.id()).bytesReceived();
        net.log.stream()
                .filter(data -> data.length < 1_200)
                .forEach(data -> b.core.onDatagram(way, data, data.length, net.now, b));

        assertTrue(b.core.rejections().of(Rejection.RELAY_FORGED) > 5);
        assertEquals(heard, b.core.stats(a.id()).bytesReceived());
    }

    @Test
    void aFloodThroughARelayIsHeldToItsCapAndHoldsUpNoOtherPair() {
        Net.Node relay = relay(new RelaySettings(true, 500_000, 100_000, 64));
        Net.Node c = net.node("10.0.0.5", 1_000);
        Net.Node d = net.node("10.0.0.6", 1_000);
        net.filter =
                flight -> !apart(flight) && !Set.of(c.address, d.address).equals(Set.of(flight.from(), flight.to()));
        c.connect(relay);
        d.connect(relay);
        a.connect(relay);
        b.connect(relay);
        net.run(500);
        for (Net.Node one : List.of(a, b, c, d)) {
            one.core.welcome(relay.id(), net.now);
            relay.core.welcome(one.id(), net.now);
        }
        a.core.connectThrough(b.id(), net.now, a);
        c.core.connectThrough(d.id(), net.now, c);
        net.run(500);
        long before = relay.core.relayStats().bytes();
        int said = 0;
        for (int i = 0; i < 500; i++) {
            for (int k = 0; k < 10; k++) {
                a.send(b, Lane.STATE, k, new byte[1_000]); // 1 MB/s
            }
            if (i % 5 == 0) {
                c.send(d, Lane.STATE, 0, new byte[] {(byte) i});
                said++;
            }
            net.run(10);
        }

        long bytes = relay.core.relayStats().bytes() - before;
        assertTrue(bytes < 5 * 100_000 * 1.02 + (64 << 10) + 20_000, bytes + " bytes in five seconds");
        assertTrue(bytes > 5 * 100_000 * 0.98, bytes + " bytes in five seconds");
        assertTrue(relay.core.notRelayed(RelayRefusal.TOO_FAST) > 1_000);
        assertEquals(said, d.messages().size());
    }

    @Test
    void neverMoreGoesOutOfARelayThanComesIn() {
        Net.Node relay = relay(new RelaySettings(true, 50_000, 50_000, 1));
        link(relay, a, b);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        long[] bytes = new long[2];
        net.sent = flight -> {
            if (flight.to().equals(relay.address)) {
                bytes[0] += flight.data().length;
            } else if (flight.from().equals(relay.address)) {
                bytes[1] += flight.data().length;
            }
        };
        for (int i = 0; i < 400; i++) {
            a.send(b, Lane.STATE, i % 7, new byte[i]);
            b.send(a, Lane.RELIABLE, 0, new byte[30]);
            a.core.onTime(net.now, a);
            net.run(5);
        }

        // What the relay itself says: its own pings, and their answers.
        assertTrue(bytes[1] <= bytes[0] + 40 * 36, bytes[0] + " in, " + bytes[1] + " out");
        assertTrue(bytes[1] > 20_000);
    }

    /** Sends a hundred messages over a relay that does {@code harm}, each of which arrives once and in order. */
    private Net.Node overRogue(WatchedCrypto.Sealing harm) {
        boolean[] begun = {false};
        Net.Node rogue = WatchedCrypto.node(net, "10.0.0.9", opened -> {}, (data, offset, length) -> {
            if (begun[0] && data[offset] == FROM_FRAME) {
                harm.on(data, offset + FRAME_BYTES, length - FRAME_BYTES);
            }
        });
        link(rogue, a, b);
        a.core.connectThrough(b.id(), net.now, a);
        assertTrue(net.run(500, () -> a.core.peers().contains(b.id())));
        begun[0] = true;
        for (int i = 0; i < 100; i++) {
            a.send(b, Lane.RELIABLE, 0, new byte[] {(byte) i});
            net.run(20);
        }
        begun[0] = false;
        net.run(2_000);

        List<byte[]> got = b.messages();
        assertEquals(100, got.size());
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(new byte[] {(byte) i}, got.get(i));
        }
        return rogue;
    }

    @Test
    void whatARelayChangesIsNotTakenAndComesAgain() {
        int[] count = new int[1];
        overRogue((data, offset, length) -> {
            if (++count[0] % 3 == 0) {
                data[offset + length - 1] ^= 1;
            }
        });

        assertTrue(b.core.rejections().of(Rejection.FORGED) >= 10, () -> count[0] + " records");
    }

    @Test
    void whatARelayRepeatsIsTakenOnce() {
        List<byte[]> kept = new ArrayList<>();
        int[] count = new int[1];
        overRogue((data, offset, length) -> {
            byte[] now = Arrays.copyOfRange(data, offset, offset + length);
            byte[] old = kept.stream()
                    .filter(one -> one.length == length)
                    .findFirst()
                    .orElse(now);
            if (++count[0] % 3 == 0) {
                System.arraycopy(old, 0, data, offset, length);
            }
            kept.add(now);
        });

        assertTrue(b.core.rejections().of(Rejection.REPLAYED) >= 5, () -> count[0] + " records");
    }

    @Test
    void whatARelaySwapsComesInOrder() {
        List<byte[]> held = new ArrayList<>();
        overRogue((data, offset, length) -> {
            byte[] now = Arrays.copyOfRange(data, offset, offset + length);
            for (byte[] old : held) {
                if (old.length == length) {
                    System.arraycopy(old, 0, data, offset, length);
                    break;
                }
            }
            held.removeIf(old -> old.length == length);
            held.add(now);
        });
        assertTrue(held.size() > 1);
    }

    @Test
    void aRelayThatDropsAllIsLeftForAnother() {
        Net.Node other = relay(RelaySettings.defaults());
        Net.Node rogue = overRogue((data, offset, length) -> {});
        a.connect(other);
        b.connect(other);
        net.run(500);
        for (Net.Node one : List.of(a, b)) {
            one.core.welcome(other.id(), net.now);
            other.core.welcome(one.id(), net.now);
        }
        // It lives, and drops what it carries: that is longer than what it says itself.
        net.filter = flight -> !apart(flight) && !(flight.from().equals(rogue.address) && flight.data().length > 60);
        a.send(b, Lane.RELIABLE, 1, new byte[500]);
        net.run(1_000);

        assertEquals(101, b.messages().size());
        assertTrue(other.core.relayStats().datagrams() > 0);
    }

    @Test
    void nothingIsCarriedOverTwoRelays() {
        Net.Node near = relay(RelaySettings.defaults());
        Net.Node far = net.node("10.0.0.7", 1_000);
        net.filter = flight -> !apart(flight)
                && !Set.of(a.address, far.address).equals(Set.of(flight.from(), flight.to()))
                && !Set.of(near.address, b.address).equals(Set.of(flight.from(), flight.to()));
        a.connect(near);
        near.connect(far);
        far.connect(b);
        net.run(1_000);
        for (Net.Node one : List.of(a, b, near, far)) {
            one.core.peers().forEach(peer -> one.core.welcome(peer, net.now));
        }
        a.core.connectThrough(far.id(), net.now, a);
        assertTrue(net.run(500, () -> far.core.peers().contains(a.id())));
        far.core.welcome(a.id(), net.now);
        a.core.welcome(far.id(), net.now);
        // Far reaches b, and a reaches far only through near: far is no relay for a.
        a.core.connectThrough(b.id(), net.now, a);
        net.run(1_000);

        assertFalse(a.core.peers().contains(b.id()));
        assertEquals(0, far.core.relayStats().datagrams());
    }
}
