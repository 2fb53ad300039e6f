package worldmesh.mesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import worldmesh.mesh.SeededSecureRandom;
import worldmesh.mesh.wire.Hello;

/** Peers of different releases agree on the newest version both speak, and on none that somebody else chose. */
class WireVersionTest {
    private static final SpokenVersions OLD = new SpokenVersions(List.of(1));
    private static final SpokenVersions BOTH = new SpokenVersions(List.of(2, 1));
    private static final SpokenVersions NEW = new SpokenVersions(List.of(3, 2));

    private Handshake initiator = crypto(1, OLD).initiate(null);
    private Handshake responder = crypto(2, OLD).respond();

    private void begin(SpokenVersions initiating, SpokenVersions responding) {
        initiator = crypto(1, initiating).initiate(null);
        responder = crypto(2, responding).respond();
    }

    private static TlsMeshCrypto crypto(int seed, SpokenVersions versions) {
        return new TlsMeshCrypto(
                Ed25519Signer.generate(new SeededSecureRandom(seed)), new SeededSecureRandom(10 + seed), versions);
    }

    /** Carries bytes both ways until nobody has any, those to the responder through {@code onTheWay}. */
    private void talk(UnaryOperator<byte[]> onTheWay) {
        byte[] there = initiator.output();
        byte[] back = new byte[0];
        while (there.length + back.length > 0) {
            if (there.length > 0) {
                responder.input(onTheWay.apply(there));
            }
            back = responder.output();
            if (back.length > 0) {
                initiator.input(back);
            }
            there = initiator.output();
        }
    }

    @ParameterizedTest
    @CsvSource({"OLD,OLD,1", "OLD,BOTH,1", "BOTH,OLD,1", "BOTH,BOTH,2", "BOTH,NEW,2", "NEW,BOTH,2", "NEW,NEW,3"})
    void theNewestThatBothSpeakIsChosen(String initiating, String responding, int version) {
        begin(named(initiating), named(responding));

        talk(UnaryOperator.identity());

        assertTrue(initiator.done() && responder.done());
        assertEquals(version, initiator.version());
        assertEquals(version, responder.version());
        assertArrayEquals(initiator.secret(), responder.secret());
    }

    private static SpokenVersions named(String name) {
        return switch (name) {
            case "OLD" -> OLD;
            case "BOTH" -> BOTH;
            default -> NEW;
        };
    }

    @ParameterizedTest
    @CsvSource({"OLD,NEW", "NEW,OLD"})
    void bothSidesSayThatTheyHaveNoneInCommon(String initiating, String responding) {
        begin(named(initiating), named(responding));

        talk(UnaryOperator.identity());

        assertEquals(Handshake.Failure.NO_COMMON_VERSION, initiator.failure());
        assertEquals(Handshake.Failure.NO_COMMON_VERSION, responder.failure());
    }

    @Test
    void nobodyOnTheWayTalksThemDown() {
        begin(BOTH, BOTH);

        talk(bytes -> replaced(bytes, "worldmesh/2", "worldmesh/x"));

        assertFalse(initiator.done(), "it offered 2, and was told 1 by one who had not heard of 2");
        assertEquals(Handshake.Failure.BROKEN, initiator.failure());
        assertFalse(responder.done());
    }

    @Test
    void aReleaseWithoutVersionsSpeaksTheFirst() {
        assertEquals(1, BOTH.chosen(null));
        assertEquals(-1, NEW.chosen(null));
    }

    @Test
    void aNameThatNobodySpeaksIsOfferedFirstInTheFirstFlight() {
        byte[] flight = crypto(1, BOTH).initiate(null).output();
        String text = new String(flight, StandardCharsets.ISO_8859_1);

        assertTrue(text.indexOf("worldmesh/grease") > 0);
        assertTrue(text.indexOf("worldmesh/grease") < text.indexOf("worldmesh/2"));
        assertTrue(text.indexOf("worldmesh/2") < text.indexOf("worldmesh/1"));
        assertTrue(new Hello(1, 1, 1, new byte[32], flight).encode().length <= 1_200, "one datagram");
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
