package worldmesh.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import worldmesh.samples.troupe.Pace;

/** The verdicts of the demonstration can say no. */
class DemoCheckTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Findings GOOD = new Findings(
            4,
            900,
            700,
            true,
            "ab",
            400,
            new Pace(14, 12),
            0,
            0,
            5_000,
            5_000,
            true,
            800,
            900,
            true,
            1_200,
            30,
            6,
            0,
            700,
            45);

    @Test
    void everyPromiseHeldIsGood() {
        assertTrue(GOOD.good());
    }

    @ParameterizedTest
    @CsvSource({
        "converged, false",
        "acked, 0",
        "lostAcks, 1",
        "duplicateEffects, 1",
        "goldAfter, 4999",
        "goldAfter, -1",
        "restored, false",
        "rejoinMillis, -1",
        "takeoverMillis, -1",
        "healMillis, -1",
        "cheatsTried, 0",
        "cheatsAccepted, 1",
        "deposedMillis, -1"
    })
    void eachBrokenPromiseIsFound(String key, String value) throws JsonProcessingException {
        assertFalse(with(key, value).good());
    }

    @Test
    void aPartyThatCouldNotBeSplitNeedsNoHealing() throws JsonProcessingException {
        ObjectNode json = MAPPER.valueToTree(GOOD);
        json.put("split", false).put("healMillis", -1);

        assertTrue(MAPPER.treeToValue(json, Findings.class).good());
    }

    private static Findings with(String key, String value) throws JsonProcessingException {
        ObjectNode json = MAPPER.valueToTree(GOOD);
        json.set(key, MAPPER.readTree(value));
        return MAPPER.treeToValue(json, Findings.class);
    }

    @Test
    void theJsonHasTheKeysThatScriptsRelyOn() {
        ObjectNode json = MAPPER.valueToTree(GOOD);
        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);

        assertEquals(
                List.of(
                        "peers",
                        "startMillisMax",
                        "joinMillisMax",
                        "converged",
                        "digest",
                        "acked",
                        "commandsPerSecondPerBot",
                        "lostAcks",
                        "duplicateEffects",
                        "goldBefore",
                        "goldAfter",
                        "restored",
                        "rejoinMillis",
                        "takeoverMillis",
                        "split",
                        "healMillis",
                        "provisional",
                        "cheatsTried",
                        "cheatsAccepted",
                        "deposedMillis",
                        "budgetSeconds"),
                keys);
    }

    @Test
    void refusesADurationOutOfBounds() {
        assertThrows(IllegalArgumentException.class, () -> new DemoOptions(true, 3, true));
        assertThrows(IllegalArgumentException.class, () -> new DemoOptions(true, 90_000, true));
    }

    @Test
    void splitsThePartyOnlyWhereThereIsTimeToHealIt() {
        assertTrue(new DemoOptions(true, 45, true).splits());
        assertFalse(new DemoOptions(true, 20, true).splits());
    }
}
