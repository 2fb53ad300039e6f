package worldmesh.samples.galaxy.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.wire.Compressed;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** All that the sessions of a galaxy say reliably, as it is without compression, and what compression makes of it. */
class CompressionCorpusTest {
    private static final int PEERS = 3;
    private static final int UNITS = 15;
    private static final int THINGS = 600;

    /** Made in one turn. */
    private static final int BUILT = 20;

    private static final int LATE = 3;

    private final List<byte[]> corpus = new ArrayList<>();

    /** A war of three, some of it many things at once, and three who come late. */
    private void record() {
        Galaxy galaxy = new Galaxy(5);
        galaxy.network.setFaults(new NetworkFaults(15_000_000, 2_000_000, 0, 0, 0));
        galaxy.settings = SessionSettings.defaults().withCompression(false);
        galaxy.said = corpus::add;
        galaxy.begin(PEERS);
        EntityId deposit = galaxy.peers.get(0).first(Deposit.class);
        for (int i = 0; i < UNITS; i++) {
            SimPeer peer = galaxy.peers.get(i % PEERS);
            EntityId unit = peer.unit(10 * i, 5 * i);
            galaxy.run(40);
            peer.submit(new Capture(unit, deposit));
        }
        for (int i = 0; i < THINGS; i++) {
            galaxy.peers.get(i / BUILT % PEERS).world.spawn(SectorId.ORIGIN, new Commons("outpost " + i));
            if (i % BUILT == BUILT - 1) {
                galaxy.run(60);
            }
        }
        for (int i = 0; i < LATE; i++) {
            galaxy.join();
            galaxy.run(1_000);
        }
        galaxy.settle();
    }

    private static long sum(List<byte[]> messages) {
        return messages.stream().mapToLong(message -> message.length).sum();
    }

    private static void report(String what, List<byte[]> plain, TestReporter reporter) {
        long packed = plain.stream()
                .mapToLong(message -> Compressed.of(message).length)
                .sum();
        reporter.publishEntry(what, plain.size() + " messages of " + sum(plain) + " bytes, " + packed + " compressed");
    }

    @Test
    void largeMessagesShrinkByThreeTenthsAndNoneGrows(TestReporter reporter) {
        record();
        List<byte[]> large =
                corpus.stream().filter(message -> message.length > 1_024).toList();
        report("to 512", corpus.stream().filter(message -> message.length < 512).toList(), reporter);
        report(
                "512 to 1024",
                corpus.stream()
                        .filter(m -> m.length >= 512 && m.length <= 1_024)
                        .toList(),
                reporter);
        report("above", large, reporter);

        List<byte[]> packed = large.stream().map(Compressed::of).toList();
        assertTrue(large.size() >= 15, large.size() + " large messages");
        assertTrue(sum(packed) <= 0.7 * sum(large), sum(packed) + " of " + sum(large));
        for (byte[] message : corpus) {
            assertTrue(Compressed.of(message).length <= message.length);
        }
    }
}
