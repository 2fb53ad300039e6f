package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.port.CutPace;
import worldmesh.peer.rate.RateTerms;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Compressed;

/** Compression as seen where a session hands its messages to the mesh. */
class CompressionTest {
    private final Party party = new Party();
    private final Set<Lane> compressedOn = EnumSet.noneOf(Lane.class);
    private int messages;
    private long bytes;

    private Node joined(boolean hostCompresses, boolean guestCompresses) {
        Node host = party.node("ann");
        host.settings = SessionSettings.defaults().withCompression(hostCompresses);
        host.host();
        Node guest = party.node("bob");
        guest.settings = SessionSettings.defaults().withCompression(guestCompresses);
        guest.join(host);
        host.mesh.tap = this::count;
        guest.mesh.tap = this::count;
        return guest;
    }

    private void count(Lane lane, byte[] message) {
        messages++;
        bytes += message.length;
        if (Compressed.is(message)) {
            compressedOn.add(lane);
        }
    }

    /** A hundred bytes that differ so much from the next sign's that columns save nothing, but repetition is left. */
    private static TestGame.Sign sign(int number) {
        return new TestGame.Sign(number % 2 == 0 ? "\u0001".repeat(100) : "é".repeat(50));
    }

    /** Large news in both directions: at once for the slow lane, and a little at a time. */
    private void build(Node guest) {
        party.run(500);
        for (int i = 0; i < 300; i++) {
            party.nodes.get(0).world.spawn(null, sign(i));
        }
        party.run(200);
        for (int i = 0; i < 45; i++) {
            guest.world.spawn(null, sign(i));
        }
        party.run(300);
    }

    @Test
    void noMessageOfASessionThatIsSetNotToCompressIsCompressed() {
        Node guest = joined(false, false);

        build(guest);

        assertEquals(EnumSet.noneOf(Lane.class), compressedOn);
        assertTrue(party.converged());
        assertTrue(messages > 4, "only " + messages + " messages");
    }

    @Test
    void largeMessagesAreCompressedOnTheReliableLanesOnly() {
        Node guest = joined(true, true);

        build(guest);

        assertEquals(EnumSet.of(Lane.RELIABLE, Lane.BULK), compressedOn);
        assertTrue(party.converged());
    }

    @Test
    void compressionSavesBytes() {
        build(joined(false, false));
        long plain = bytes;
        bytes = 0;
        CompressionTest other = new CompressionTest();
        other.build(other.joined(true, true));

        assertTrue(other.bytes < plain * 3 / 4, other.bytes + " of " + plain);
    }

    @Test
    void peersWithDifferentSettingsUnderstandEachOther() {
        for (boolean host : new boolean[] {true, false}) {
            CompressionTest each = new CompressionTest();
            Node guest = each.joined(host, !host);

            each.build(guest);

            assertTrue(each.party.converged() && !each.compressedOn.isEmpty());
            assertEquals(0, guest.session.stats().malformedMessages());
        }
    }

    private Node hostOfLittleRate() {
        Node host = party.node("ann");
        host.settings = new SessionSettings(
                32,
                false,
                100,
                100,
                0,
                true,
                4_096,
                CutPace.DEFAULT,
                true,
                RetryPolicy.LINKS,
                40_000,
                Attention.FULL,
                0,
                RateTerms.DEFAULT);
        return host.host();
    }

    @Test
    void messagesThatSwellCostTheirSenderMoreOfItsRate() {
        Node host = hostOfLittleRate();
        Node guest = party.node("bob").join(host);
        party.run(200);
        byte[] swelling = Compressed.of(new Batches(List.of(new byte[60_000])).encode());
        for (int i = 0; i < 100; i++) {
            guest.mesh.send(host.mesh.self(), Lane.RELIABLE, 0, swelling);
        }
        party.run(50);

        assertTrue(swelling.length < 1_000 && host.session.stats().limitedMessages() > 0);
    }

    @Test
    void plainMessagesCostOneEach() {
        Node host = hostOfLittleRate();
        Node guest = party.node("bob").join(host);
        party.run(200);
        for (int i = 0; i < 100; i++) {
            guest.mesh.send(host.mesh.self(), Lane.RELIABLE, 0, new Batches(List.of(new byte[60_000])).encode());
        }
        party.run(50);

        assertEquals(0, host.session.stats().limitedMessages());
    }
}
