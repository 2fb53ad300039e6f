package worldmesh.testkit.gen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private final Histories<Integer> numbers = Histories.<Integer>of((random, index) -> random.nextInt(1_000))
            .shrinkingWith(step -> step == 0 ? List.of() : List.of(step / 2, step - 1));

    @Test
    void drawsTheSameHistoryForASeed() {
        assertEquals(numbers.draw(4, 50), numbers.draw(4, 50));
        assertEquals(50, numbers.draw(4, 50).size());
    }

    @Test
    void shrinksToTheSmallestHistoryThatStillBreaksTheLaw() {
        Counterexample<Integer> found = numbers.search(
                1,
                100,
                200,
                history -> history.stream().filter(step -> step >= 500).count() >= 2 ? "two large" : null);

        assertNotNull(found);
        assertEquals(List.of(500, 500), found.history());
        assertEquals(1, found.seed());
        assertEquals("two large; seed 1 shrunk to 2 steps:\n  0: 500\n  1: 500", found.describe());
    }

    @Test
    void findsNothingWhereTheLawHolds() {
        assertNull(numbers.search(1, 20, 20, history -> null));
    }

    @Test
    void failsATestWithSeedAndSteps() {
        assertThrows(AssertionError.class, () -> numbers.check(1, 1, 10, history -> "always"));
    }
}
