package worldmesh.samples.galaxy.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.world.sector.SectorId;

class CombatFeedTest {
    private static CombatEvent event(long number) {
        return new CombatEvent(SectorId.ORIGIN, EventType.UnitDestroyed, "", 1_000 + number, number);
    }

    private static List<Long> numbers(List<CombatEvent> events) {
        return events.stream().map(CombatEvent::number).toList();
    }

    @Test
    void inWhateverOrderAndHoweverOftenTheyArriveEachIsHeardOnceAndInOrder() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<CombatEvent> arriving = new ArrayList<>();
            List<Long> expected = new ArrayList<>();
            for (long number = 1; number <= 40; number++) {
                arriving.addAll(Collections.nCopies(1 + random.nextInt(3), event(number)));
                expected.add(number);
            }
            Collections.shuffle(arriving, random);
            CombatFeed feed = new CombatFeed(0, 1);
            List<Long> heard = new ArrayList<>();
            for (CombatEvent each : arriving) {
                feed.offer(each);
                heard.addAll(numbers(feed.take(41)));
            }

            assertEquals(expected, heard, "seed " + seed);
            assertEquals(0, feed.missed());
        }
    }

    @Test
    void aLateJoinerHearsNothingFromBeforeAlsoIfTheOldArrivesAfterTheNew() {
        CombatFeed feed = new CombatFeed(1_005, 1);
        feed.offer(event(6));
        feed.offer(event(5));
        List<Long> early = numbers(feed.take(7));
        for (long number = 1; number <= 4; number++) {
            feed.offer(event(number));
        }

        assertEquals(List.of(5L, 6L), early.isEmpty() ? numbers(feed.take(7)) : early);
        assertEquals(List.of(), feed.take(7));
        assertEquals(0, feed.missed());
    }

    @Test
    void whoWasAwayForMoreThanIsKeptIsToldHowManyItMissed() {
        CombatFeed feed = new CombatFeed(0, 1);
        feed.offer(event(1));
        assertEquals(List.of(1L), numbers(feed.take(2)));
        long next = 2 + CombatFeed.KEPT_MAX + 10;
        feed.take(next);
        for (long number = 12; number < next; number++) {
            feed.offer(event(number));
        }

        assertEquals(CombatFeed.KEPT_MAX, feed.take(next).size());
        assertEquals(10, feed.missed());
    }
}
