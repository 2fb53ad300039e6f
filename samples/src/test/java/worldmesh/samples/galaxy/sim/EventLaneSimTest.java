package worldmesh.samples.galaxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.testkit.net.EmulatedLine;
import worldmesh.testkit.net.LinkShape;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Combat events reach a player whose line is full of what it catches up with, and in the sector they happen in. */
class EventLaneSimTest {
    /** Entities in the sector that is caught up with, of some 230 bytes each. */
    private static final int ENTITIES = 6_000;

    private static final int CAPTURES = 40;

    private static final int NAME_BYTES = 200;

    /** A slow line at home: 2 Mbit/s down, 15 ms, with a router that holds a tenth of a second. */
    private static final LinkShape SLOW =
            LinkShape.clear().withDelay(15_000_000, 2_000_000).withRate(2_000_000, LinkShape.DEFAULT_QUEUE_NANOS);

    /** What the queue of the line, the way there and a turn of each side may cost. */
    private static final long DELAY_MILLIS_MAX = 500;

    static LongStream seeds() {
        return GalaxySimTest.seeds();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eventsOfASectorAreHeardAtOnceByWhoIsCatchingUpWithIt(long seed, TestReporter reporter) {
        Galaxy galaxy = Galaxy.begun(seed, 3);
        galaxy.network.setFaults(new NetworkFaults(15_000_000, 2_000_000, 0, 0, 0));
        SimPeer slow = galaxy.peers.get(2);
        EmulatedLine down = new EmulatedLine(SLOW, galaxy.split());
        for (int from = 0; from < 2; from++) {
            galaxy.network.lay(Galaxy.address(from), Galaxy.address(2), down);
        }
        EntityId deposit = galaxy.peers.get(0).first(Deposit.class);
        Deposit place = galaxy.peers.get(0).confirmed(deposit, Deposit.class);
        List<EntityId> units = new ArrayList<>();
        galaxy.peers.forEach(peer -> units.add(peer.unit(place.x(), place.y() + peer.index)));
        galaxy.until(
                "hulls",
                () -> galaxy.peers.stream().allMatch(peer -> units.stream().allMatch(peer::hasHull)));
        galaxy.run(500);
        capture(galaxy, units, deposit);
        report("alone, seed " + seed, slow.delays, reporter);
        fill(galaxy, seed, galaxy.peers.get(0).world.sectorOf(deposit));
        int before = slow.delays.size();
        capture(galaxy, units, deposit);
        List<Long> delays = slow.delays.subList(before, slow.delays.size());
        report("beside the catch-up, seed " + seed, delays, reporter);

        assertTrue(count(slow) < ENTITIES, "it was caught up before all of it happened");
        assertTrue(delays.size() >= CAPTURES - 2, "heard " + delays.size() + " of " + CAPTURES);
        long worst = delays.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertTrue(worst <= DELAY_MILLIS_MAX, "an event took " + worst + " ms: " + delays);
        galaxy.until("the rest", () -> galaxy.peers.stream().allMatch(peer -> count(peer) == ENTITIES + 1));
        galaxy.settle();
        List<Long> numbers = slow.heard.stream().map(CombatEvent::number).toList();
        assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
        assertEquals(galaxy.peers.get(0).heard, slow.heard);
    }

    private static void capture(Galaxy galaxy, List<EntityId> units, EntityId deposit) {
        for (int i = 0; i < CAPTURES; i++) {
            galaxy.peers.get(i % 2).submit(new Capture(units.get(i % 2), deposit));
            galaxy.run(100);
        }
    }

    /** So much happens in the sector at once that a slow line needs seconds for it. */
    private static void fill(Galaxy galaxy, long seed, SectorId sector) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ENTITIES; i++) {
            StringBuilder name = new StringBuilder();
            while (name.length() < NAME_BYTES) {
                name.append((char) (' ' + random.nextInt(95)));
            }
            galaxy.peers.get(0).world.spawn(sector, new Commons(name.toString()));
            if (i % 1_000 == 999) {
                galaxy.run(20);
            }
        }
    }

    private static int count(SimPeer peer) {
        int[] found = new int[1];
        peer.world.replica().each(null, Commons.class, (entity, value) -> found[0]++);
        return found[0];
    }

    private static void report(String when, List<Long> delays, TestReporter reporter) {
        List<Long> sorted = delays.stream().sorted().toList();
        int count = sorted.size();
        reporter.publishEntry(
                "event delays " + when,
                count + " events, p50 " + sorted.get(count / 2) + ", p90 " + sorted.get(count * 9 / 10) + ", worst "
                        + sorted.get(count - 1) + " ms");
    }
}
