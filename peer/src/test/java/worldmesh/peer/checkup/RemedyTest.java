package worldmesh.peer.checkup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyTest {
    @Test
    void everyLineIsReadAsItWasWritten() {
        for (Remedy.Place place : Remedy.Place.values()) {
            for (Remedy.Action action : Remedy.Action.values()) {
                Remedy remedy = new Remedy(place, action, "a=b  c 'd'");

                assertEquals(remedy, Remedy.parse(remedy.text()));
            }
        }
        assertEquals(
                "there set peer.reconnect.automatic=true",
                new Remedy(Remedy.Place.THERE, Remedy.Action.SET, "peer.reconnect.automatic=true").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "here", "here set", "here set ", "HERE set a=b", "nowhere set a=b", "here dance a=b"})
    void whatIsNoRemedyIsNone(String line) {
        assertNull(Remedy.parse(line));
    }
}
