package worldmesh.samples.lanparty.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageGuardTest {
    private final PageGuard guard = new PageGuard("127.0.0.1", 8080);

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"})
    void answersToItsOwnNames(String host) {
        assertTrue(guard.allowsHost(host));
        assertTrue(guard.allowsOrigin("http://" + host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example:8080", "localhost:81", "localhost", "localhost.evil.example:8080", ""})
    void refusesForeignNames(String host) {
        assertFalse(guard.allowsHost(host));
        assertFalse(guard.allowsOrigin("http://" + host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "https://localhost:8080", "file://", "http://a b", "http://localhost:8080@evil.example"})
    void refusesForeignOrigins(String origin) {
        assertFalse(guard.allowsOrigin(origin));
    }

    @Test
    void refusesAMissingOrigin() {
        assertFalse(guard.allowsOrigin(null));
    }
}
