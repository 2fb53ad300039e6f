package worldmesh.samples.cheat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class AttemptTest {
    @Test
    void readsTheLineItWrote() {
        for (Attempt.Cheat cheat : Attempt.Cheat.values()) {
            Attempt attempt = new Attempt(cheat, Attempt.Trace.APPLIED, "4a/7f/3", 1);

            assertEquals(attempt, Attempt.parse(attempt.line()));
        }
    }

    @Test
    void readsNothingFromOtherLines() {
        assertNull(Attempt.parse("playing"));
        assertNull(Attempt.parse("cheat teleport"));
    }
}
