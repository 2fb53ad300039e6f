package worldmesh.mesh.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How often a host announces itself. */
class LanSettingsTest {
    private static final LanSettings SETTINGS = LanSettings.defaults();

    private static long spokenOf(long rounds, boolean hearsQuestions) {
        return LongStream.range(0, rounds)
                .filter(round -> SETTINGS.speaksIn(round, hearsQuestions))
                .count();
    }

    @Test
    void whereWhoeverLooksCanAskItIsSaidHalfAsOften() {
        assertEquals(60, spokenOf(60, false));
        assertEquals(30, spokenOf(60, true));
    }

    @Test
    void aNetworkOfBothFamiliesHearsWhatTheRoundsAddUpTo() {
        double perRound = (spokenOf(60, false) + spokenOf(60, true)) / 60.0;

        assertEquals(perRound * 1_000 / SETTINGS.intervalMillis(), SETTINGS.packetsPerSecond(), 1e-9);
    }
}
