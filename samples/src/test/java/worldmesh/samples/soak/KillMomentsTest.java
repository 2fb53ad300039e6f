package worldmesh.samples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KillMomentsTest {
    @Test
    void drawsTheSameMomentsFromTheSameSeed() {
        assertEquals(moments(7), moments(7));
    }

    @Test
    void killsMostlyUnderLoadAndSometimesDuringTheReturn() {
        List<KillMoments.Moment> moments = moments(1);

        long early = moments.stream().filter(KillMoments.Moment::early).count();

        assertTrue(early > 10 && early < 100, "early: " + early);
    }

    @Test
    void refusesNoKillsAtAll() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new SoakKillOptions(0, 1, false));

        assertEquals("--kills is 0, must be within 1..1000", refused.getMessage());
    }

    private static List<KillMoments.Moment> moments(long seed) {
        KillMoments moments = new KillMoments(new SplittableRandom(seed));
        return Stream.generate(moments::next).limit(200).toList();
    }
}
