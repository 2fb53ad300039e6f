package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The heap answers what a list of all deadlines would. */
class AgendaPropertyTest {
    private static final class Alarm implements Agenda.Timed {
        long due;

        @Override
        public long deadline(long now) {
            return due;
        }
    }

    @RepeatedTest(300)
    void theEarliestAndTheDueAreThoseOfAPlainList(RepetitionInfo round) {
        var random = new SplittableRandom(round.getCurrentRepetition());
        Agenda<Alarm> agenda = new Agenda<>();
        List<Agenda.Entry<Alarm>> all = new ArrayList<>();
        long now = random.nextInt(60);
        for (int step = random.nextInt(150); step > 0; step--) {
            change(agenda, all, random);
            if (random.nextInt(3) == 0) {
                assertEquals(earliest(all), agenda.earliest(now));
            }
        }

        List<Alarm> due = new ArrayList<>();
        agenda.takeDue(now, due);
        assertEquals(
                all.stream()
                        .map(entry -> entry.item)
                        .filter(item -> item.due <= now)
                        .collect(Collectors.toSet()),
                Set.copyOf(due));
        due.forEach(item -> item.due += 1_000);
        assertEquals(earliest(all), agenda.earliest(now));
    }

    private static void change(Agenda<Alarm> agenda, List<Agenda.Entry<Alarm>> all, SplittableRandom random) {
        int kind = all.isEmpty() ? 0 : random.nextInt(4);
        if (kind == 0) {
            var entry = new Agenda.Entry<>(new Alarm());
            entry.item.due = random.nextInt(100);
            agenda.add(entry);
            all.add(entry);
        } else if (kind == 1) {
            agenda.remove(all.remove(random.nextInt(all.size())));
        } else {
            Agenda.Entry<Alarm> entry = all.get(random.nextInt(all.size()));
            agenda.touch(entry);
            entry.item.due = random.nextInt(100);
        }
    }

    private static long earliest(List<Agenda.Entry<Alarm>> all) {
        return all.stream().mapToLong(entry -> entry.item.due).min().orElse(Long.MAX_VALUE);
    }
}
