package worldmesh.samples.soak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakPartyFindingsTest {
    @Test
    void aPartyThatAnswersSoonAfterEachKillIsGood() {
        assertTrue(takenOverAfter(1_900).good());
    }

    @Test
    void aPartyThatNobodyTookOverOrThatStoodThereForMinutesIsNot() {
        assertFalse(takenOverAfter(-1).good());
        assertFalse(takenOverAfter(118_204).good());
    }

    private static SoakPartyFindings takenOverAfter(long millis) {
        return new SoakPartyFindings(
                "party",
                30,
                11,
                10_389,
                0,
                0,
                6_604,
                6_604,
                true,
                true,
                "02da",
                millis,
                1_975,
                true,
                323,
                25_094_960,
                31_172_640,
                25,
                25,
                113,
                117,
                56_433_743,
                32_550_009,
                3_080,
                41,
                900,
                1_100,
                60,
                70,
                4,
                List.of(),
                1,
                480);
    }
}
