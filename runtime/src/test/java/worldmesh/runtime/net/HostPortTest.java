package worldmesh.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:7777", "[0:0:0:0:0:0:0:1]:1", "10.0.0.1:65535"})
    void writesWhatItRead(String text) {
        assertEquals(text, HostPort.format(HostPort.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":1", "::1", "::1:80", "host:", "host:70000", "host:x", "host:-1", "a:b:1"})
    void refusesAnythingElse(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));

        assertEquals(
                "address is '" + text
                        + "', must be host:port or [v6]:port with a port within 0..65535; for example 127.0.0.1:7777",
                refused.getMessage());
    }

    @Test
    void keepsAnUnresolvedNameReadable() {
        assertEquals(
                "nowhere.invalid:1",
                HostPort.format(java.net.InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
    }
}
