package worldmesh.world.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.entity.EntityId;

/** Runs of the dead against a plain set. */
class DeadRunsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatAPlainSetHolds(long seed) {
        Random random = new Random(seed);
        Authors authors = new Authors();
        DeadRuns runs = new DeadRuns(authors);
        TreeSet<EntityId> plain = new TreeSet<>();

        for (int i = 0; i < 2_000; i++) {
            long replica = random.nextInt(3) - 1L;
            long serial = random.nextInt(400);
            int trust = random.nextInt(2);
            long length = random.nextInt(20) == 0 ? random.nextInt(30) : 0;
            runs.add(authors.of(replica), trust, serial, serial + length);
            for (long each = serial; each <= serial + length; each++) {
                plain.add(new EntityId(replica, each << 2 | trust));
            }
        }

        assertEquals(plain.size(), runs.size());
        TreeSet<EntityId> all = new TreeSet<>();
        runs.eachId(all::add);
        assertEquals(plain, all);
        for (long serial = 0; serial < 450; serial++) {
            EntityId id = new EntityId(-1, serial << 2);
            assertEquals(plain.contains(id), runs.contains(id.replica(), id.counter()));
        }
    }

    @Test
    void takesOneRunForAllThatFollowOneAnother() {
        Authors authors = new Authors();
        DeadRuns runs = new DeadRuns(authors);
        List<Long> serials = new ArrayList<>();
        for (long i = 0; i < 5_000; i++) {
            serials.add(i);
        }
        Collections.shuffle(serials, new Random(3));

        serials.forEach(serial -> runs.add(authors.of(9), serial << 2));

        assertEquals(1, runs.runs());
        assertEquals(5_000, runs.size());
    }

    @Test
    void namesTheIdsByWhichTwoDiffer() {
        DeadRuns one = new DeadRuns(new Authors());
        DeadRuns other = new DeadRuns(new Authors());
        one.add(one.authors().of(5), 1, 10, 20);
        other.add(other.authors().of(5), 1, 10, 17);
        other.add(other.authors().of(6), 0, 3, 3);
        List<EntityId> found = new ArrayList<>();

        one.eachDifferent(other, 9, found::add);

        assertEquals(List.of(new EntityId(5, 18 << 2 | 1), new EntityId(6, 3 << 2)), found);
    }
}
