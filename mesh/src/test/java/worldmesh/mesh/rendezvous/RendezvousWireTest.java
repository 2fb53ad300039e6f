package worldmesh.mesh.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.runtime.identity.PeerId;

class RendezvousWireTest {
    private static final Ed25519Signer SIGNER = Ed25519Signer.ofSeed(filled(7));
    private static final PeerId OTHER = PeerId.ofBytes(filled(0x22));

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] registration() {
        return new Registration(filled(0x11), SIGNER.publicKey(), 60, 1).encode(filled(1), filled(2), SIGNER);
    }

    private static String lines() {
        byte[] datagram = {(byte) 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
        byte[] carry = NodeFrame.carry(NodeAddress.of(OTHER.bytes(), 0), datagram, 0, datagram.length);
        StringBuilder lines = new StringBuilder();
        line(lines, "challenge", NodeFrame.challenge(filled(2), 3478));
        line(lines, "register", registration());
        line(lines, "registered", NodeFrame.registered(60));
        line(lines, "carry", carry);
        line(lines, "carried", NodeFrame.carried(carry, SIGNER.peer()));
        line(lines, "refused", NodeFrame.refused(carry, NodeRefusal.NOT_HERE));
        line(lines, "let-in", NodeFrame.letIn(OTHER));
        line(lines, "who", NodeFrame.who());
        line(lines, "present", NodeFrame.present(List.of(OTHER)));
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, byte[] frame) {
        lines.append(name).append(' ').append(HexFormat.of().formatHex(frame)).append('\n');
    }

    @Test
    void bytesAreThoseOfTheGoldenFile() throws IOException {
        try (InputStream golden = RendezvousWireTest.class.getResourceAsStream("/wire/rendezvous.txt")) {
            assertNotNull(golden);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), lines());
        }
    }

    @Test
    void everyOtherLengthAndFlippedBitOfARegistrationIsRefused() {
        byte[] frame = registration();
        for (int length = 0; length <= frame.length + 3; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            if (length != frame.length) {
                assertNull(Registration.decode(cut), "length " + length);
            }
        }
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Registration read = Registration.decode(flipped);
            boolean believed = read != null && read.isGenuine(flipped, filled(1), filled(2), Ed25519Verifier.INSTANCE);
            assertEquals(false, believed, "bit " + bit);
        }
    }
}
