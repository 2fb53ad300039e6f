package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.RadioRest;

/** A peer that spares its radio, and its neighbours. */
class LinkRestTest {
    private static final long MILLI = 1_000_000L;
    private static final RadioRest SELDOM = new RadioRest(1_000, false);
    private static final RadioRest SILENT = new RadioRest(1_000, true);

    private final Net net = new Net(5);
    private final Net.Node phone = net.node("10.0.0.1", 1000);
    private final List<Net.Node> others = new ArrayList<>();
    private final List<Long> packets = new ArrayList<>();

    private void link(int count) {
        net.delayNanos = 20 * MILLI;
        for (int i = 0; i < count; i++) {
            others.add(net.node("10.0.0." + (i + 2), 1000));
            phone.connect(others.get(i));
        }
        assertTrue(net.run(3_000, () -> phone.core.linkCount() == count));
        net.run(500);
        net.sent = flight -> note(flight.from());
        net.received = flight -> note(flight.to());
    }

    private void note(InetSocketAddress end) {
        if (end.equals(phone.address)) {
            packets.add(net.now);
        }
    }

    private void rest(RadioRest rest) {
        phone.core.rest(rest, net.now);
        net.run(2_000);
        packets.clear();
    }

    /** Packets after a tenth of a second without any. */
    private long wakeUps() {
        long count = 0;
        long last = Long.MIN_VALUE / 2;
        for (long at : new TreeSet<>(packets)) {
            count += at - last >= 100 * MILLI ? 1 : 0;
            last = at;
        }
        return count;
    }

    private long suspicions() {
        return phone.all(MeshSignal.Suspected.class).size()
                + others.stream()
                        .mapToLong(node -> node.all(MeshSignal.Suspected.class).size())
                        .sum();
    }

    @Test
    void sevenIdleLinksWakeTheRadioOnceASecond() {
        link(7);
        net.run(10_000);
        long awake = wakeUps();

        rest(SELDOM);
        net.run(10_000);

        assertTrue(awake > 20, "woke up " + awake + " times in ten seconds without a rest");
        assertTrue(wakeUps() >= 9 && wakeUps() <= 11, "woke up " + wakeUps() + " times");
        assertEquals(0, suspicions());
        assertEquals(7, phone.core.linkCount());
    }

    @Test
    void messagesGoAtOnceUnlessTheRestIsSilent() {
        link(1);
        rest(SELDOM);

        others.get(0).send(phone, Lane.RELIABLE, 1, new byte[] {7});

        assertTrue(net.run(60, () -> !phone.messages().isEmpty()));
    }

    @Test
    void whatIsSaidToASilentPeerComesAtItsNextMomentAndNothingIsLost() {
        link(2);
        rest(SILENT);

        for (int i = 0; i < 200; i++) {
            others.get(i % 2).send(phone, Lane.RELIABLE, 1, new byte[] {(byte) i});
            phone.send(others.get(i % 2), Lane.RELIABLE, 1, new byte[] {(byte) i});
            net.run(50);
        }
        long woke = wakeUps();
        net.run(3_000);

        assertTrue(woke <= 11, "woke up " + woke + " times");
        assertEquals(200, phone.messages().size());
        assertEquals(100, others.get(0).messages().size());
        assertEquals(100, others.get(1).messages().size());
        assertEquals(0, suspicions());
    }

    @Test
    void losesNoLinkThoughATenthIsLost() {
        link(3);
        net.loss = 0.1;
        rest(SILENT);

        net.run(60_000);

        assertEquals(3, phone.core.linkCount());
        others.forEach(node -> assertTrue(node.all(MeshSignal.LinkDown.class).isEmpty()));
    }

    @Test
    void aPeerThatDiesWhileItRestsIsGivenUp() {
        link(1);
        rest(SELDOM);
        net.filter = flight -> false;

        assertTrue(net.run(2_800, () -> suspicions() == 2));
        assertTrue(net.run(3_000, () -> others.get(0).core.linkCount() == 0));
    }

    @Test
    void whoDoesNotRestAnyMoreIsSpokenToAtOnce() {
        link(1);
        rest(SILENT);
        rest(RadioRest.NONE);

        others.get(0).send(phone, Lane.STATE, 1, new byte[] {7});

        assertTrue(net.run(60, () -> !phone.messages().isEmpty()));
        net.run(10_000);
        assertTrue(wakeUps() > 20, "woke up " + wakeUps() + " times");
    }

    @Test
    void refusesARestThatIsTooShortOrTooLong() {
        assertThrows(IllegalArgumentException.class, () -> new RadioRest(249, false));
        assertThrows(IllegalArgumentException.class, () -> new RadioRest(5_001, true));
        assertThrows(IllegalArgumentException.class, () -> new RadioRest(0, true));
        assertNull(RadioRest.ofWire(0x8000));
        assertNull(RadioRest.ofWire(0x7fff));
        assertEquals(SILENT, RadioRest.ofWire(SILENT.wire()));
        assertEquals(RadioRest.NONE, RadioRest.ofWire(0));
        assertFalse(SELDOM.silent());
    }
}
