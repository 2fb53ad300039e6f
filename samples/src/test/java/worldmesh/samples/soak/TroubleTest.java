package worldmesh.samples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static Set<Trouble> round(Trouble.Rounds rounds, int size) {
        return Stream.generate(rounds::next).limit(size).collect(Collectors.toSet());
    }

    @Test
    void everyRoundHasEachKindOnce() {
        var rounds = new Trouble.Rounds(new SplittableRandom(3), true, true);
        int kinds = Trouble.values().length;

        assertEquals(EnumSet.allOf(Trouble.class), round(rounds, kinds));
        assertEquals(EnumSet.allOf(Trouble.class), round(rounds, kinds));
    }

    @Test
    void aShortSoakOnOneMachineHasNeitherCablesNorSomebodyAwayForLong() {
        var rounds = new Trouble.Rounds(new SplittableRandom(3), false, false);
        var possible = EnumSet.complementOf(EnumSet.of(Trouble.SPLIT, Trouble.UNPLUG, Trouble.AWAY));

        assertEquals(possible, round(rounds, possible.size()));
        assertEquals(possible, round(rounds, possible.size()));
    }
}
