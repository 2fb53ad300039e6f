package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "turn:turn.example.org, turn.example.org, 3478, UDP",
        "turn:turn.example.org:443?transport=udp, turn.example.org, 443, UDP",
        "turn:198.51.100.7:80?transport=tcp, 198.51.100.7, 80, TCP",
        "turns:turn.example.org, turn.example.org, 5349, TLS",
        "turns:[2001:db8::1]:443?transport=tcp, 2001:db8::1, 443, TLS",
        "TURN:[::1]:5, ::1, 5, UDP"
    })
    void serverIsReadAsTheStandardWritesIt(String text, String host, int port, TurnServer.Way way) {
        assertEquals(new TurnServer(host, port, way), TurnServer.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turn.example.org",
                "stun:a:1",
                "turn:",
                "turn:a:0",
                "turn:a:70000",
                "turns:a?transport=udp",
                "turn:a:1?transport=sctp",
                "turn:2001:db8::1:5",
                "turn:a b"
            })
    void anythingElseIsRefusedAndSaysHow(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> TurnServer.parse(text));

        assertEquals(true, String.valueOf(refused.getMessage()).contains("turns:turn.example.org:443"));
    }

    @Test
    void serversNeedACredentialAndAreFew() {
        List<TurnServer> five = TurnSettings.servers("turn:a, turn:b,turn:c,turn:d , turn:e");

        assertEquals(5, five.size());
        assertThrows(IllegalArgumentException.class, () -> new TurnSettings(five, "ann", "secret", ""));
        List<TurnServer> one = five.subList(0, 1);
        assertThrows(IllegalArgumentException.class, () -> new TurnSettings(one, "ann", "", ""));
        assertThrows(IllegalArgumentException.class, () -> new TurnSettings(one, "ann", "x".repeat(256), ""));
    }

    @Test
    void passwordIsInNoText() {
        TurnSettings settings = new TurnSettings(TurnSettings.servers("turn:a"), "ann", "open sesame", "");

        assertFalse(settings.toString().contains("sesame"));
        assertFalse(IceSettings.defaults().withTurn(settings).toString().contains("sesame"));
    }
}
