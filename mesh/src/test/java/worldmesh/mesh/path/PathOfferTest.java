package worldmesh.mesh.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PeerId;

class PathOfferTest {
    private static final Ed25519Signer AUTHOR = Ed25519Signer.ofSeed(seed(1));
    private static final Ed25519Signer OTHER = Ed25519Signer.ofSeed(seed(2));
    private static final PeerId READER = PeerId.ofBytes(seed(9));
    private static final String FRAGMENT = "abcd";
    private static final String PASSWORD = "0123456789abcdefghijkl";

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }

    private static InetSocketAddress at(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static PathOffer offer() throws UnknownHostException {
        return new PathOffer(
                0x0102030405060708L,
                FRAGMENT,
                PASSWORD,
                List.of(
                        new Candidate(CandidateKind.HOST, at("2001:db8::5", 4_242)),
                        new Candidate(CandidateKind.REFLEXIVE, at("198.51.100.7", 40_000)),
                        new Candidate(CandidateKind.RELAYED, at("203.0.113.7", 50_000))));
    }

    private static @Nullable PathOffer read(byte[] data) {
        return PathOffer.decode(data, AUTHOR.peer(), READER, Ed25519Verifier.INSTANCE);
    }

    @Test
    void offersAreWrittenAsTheGoldenVectorSays() throws IOException {
        try (InputStream in = Objects.requireNonNull(PathOfferTest.class.getResourceAsStream("/wire/path.txt"))) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();

            assertEquals(line, "offer " + HexFormat.of().formatHex(offer().encode(READER, AUTHOR)));
            assertEquals(offer(), read(HexFormat.of().parseHex(line.substring("offer ".length()))));
        }
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsRefused() throws IOException {
        byte[] data = offer().encode(READER, AUTHOR);

        for (int length = 0; length < data.length; length++) {
            assertNull(read(Arrays.copyOf(data, length)), "length " + length);
        }
        for (int bit = 0; bit < data.length * 8; bit++) {
            byte[] flipped = data.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(read(flipped), "bit " + bit);
        }
    }

    @Test
    void randomBytesAreRefusedWithoutAnException() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = new byte[random.nextInt(PathOffer.MAX_BYTES + 20)];
            random.nextBytes(data);
            if (data.length > 0) {
                data[0] = 1;
            }
            assertNull(read(data));
        }
    }

    @Test
    void whoeverDidNotWriteItOrIsNotMeantCannotUseIt() throws IOException {
        byte[] data = offer().encode(READER, AUTHOR);

        assertNull(PathOffer.decode(data, OTHER.peer(), READER, Ed25519Verifier.INSTANCE));
        assertNull(PathOffer.decode(data, AUTHOR.peer(), OTHER.peer(), Ed25519Verifier.INSTANCE));
        byte[] forged = offer().encode(READER, OTHER);
        System.arraycopy(AUTHOR.publicKey().bytes(), 0, forged, 1, 32);
        assertNull(read(forged));
    }

    @Test
    void theLargestOfferFits() throws IOException {
        Candidate widest = new Candidate(CandidateKind.HOST, at("2001:db8::5", 65_535));
        PathOffer largest = new PathOffer(
                -1, "f".repeat(64), "p".repeat(64), Collections.nCopies(PathOffer.CANDIDATES_MAX, widest));

        byte[] data = largest.encode(READER, AUTHOR);

        assertTrue(data.length <= PathOffer.MAX_BYTES, "bytes " + data.length);
        assertEquals(largest, read(data));
    }

    @Test
    void addressesOfNoMachineAndNamesThatBreakOutAreRefused() throws IOException {
        for (String host : List.of("0.0.0.0", "::", "239.1.2.3", "ff02::1", "255.255.255.255")) {
            InetSocketAddress address = at(host, 5);
            assertThrows(IllegalArgumentException.class, () -> new Candidate(CandidateKind.HOST, address), host);
        }
        InetSocketAddress portless = at("10.0.0.1", 0);
        assertThrows(IllegalArgumentException.class, () -> new Candidate(CandidateKind.HOST, portless));
        assertThrows(IllegalArgumentException.class, () -> new PathOffer(1, "ab:cd", PASSWORD, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new PathOffer(1, FRAGMENT, "short", List.of()));
    }
}
