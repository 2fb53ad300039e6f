package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StunPacketTest {
    /** RFC 5769 §2.1: a request of ICE with all its attributes. */
    static final byte[] REQUEST = HexFormat.of()
            .parseHex("000100582112a442b7e7a701bc34d686fa87dfae80220010535455"
                    + "4e207465737420636c69656e74002400046e0001ff80290008932f"
                    + "f9b151263b36000600096576746a3a68367659202020000800149a"
                    + "eaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    /** RFC 5769 §2.2: its answer, over IPv4. */
    static final byte[] ANSWER = HexFormat.of()
            .parseHex("0101003c2112a442b7e7a701bc34d686fa87dfae8022000b746573742076656374"
                    + "6f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                    + "80280004c07d4c96");

    /** RFC 5769 §2.3: the same over IPv6. */
    static final byte[] ANSWER_V6 = HexFormat.of()
            .parseHex("010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a147"
                    + "0113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed41"
                    + "80280004c8fb0b4c");

    private static @Nullable StunPacket read(byte[] data) {
        return StunPacket.read(data, data.length);
    }

    @Test
    void requestNamesItsReceiver() {
        StunPacket packet = read(REQUEST);

        assertNotNull(packet);
        assertEquals("evtj", packet.receiver());
        assertTrue(packet.signed());
        assertFalse(packet.response());
        assertEquals(StunPacket.BINDING, packet.method());
    }

    @Test
    void answersTellTheMappedAddressOfBothFamilies() {
        StunPacket four = read(ANSWER);
        StunPacket six = read(ANSWER_V6);

        assertNotNull(four);
        assertNotNull(six);
        assertEquals("/192.0.2.1:32853", String.valueOf(four.mapped()));
        assertEquals("/[2001:db8:1234:5678:11:2233:4455:6677]:32853", String.valueOf(six.mapped()));
        assertTrue(four.response());
        StunPacket request = read(REQUEST);
        assertNotNull(request);
        assertEquals(request.transaction(), four.transaction());
    }

    @Test
    void ownRequestIsWellFormedAndAsksForNothingMore() {
        var transaction = new StunPacket.Transaction(0x0102030405060708L, 0x090a0b0c);

        StunPacket packet = read(StunPacket.bindingRequest(transaction));

        assertNotNull(packet);
        assertEquals(transaction, packet.transaction());
        assertNull(packet.receiver());
        assertFalse(packet.signed());
    }

    @Test
    void everyTruncationIsRefusedAndNoMessageWithAFlippedBitCountsAsSigned() {
        for (byte[] whole : new byte[][] {REQUEST, ANSWER, ANSWER_V6}) {
            for (int length = 0; length < whole.length; length++) {
                assertNull(StunPacket.read(whole, length), "length " + length);
            }
            // Not the type of the fingerprint itself: another attribute there is another message.
            for (int bit = 0; bit < (whole.length - 8) * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                StunPacket read = read(flipped);
                // A length may grow over the fingerprint: then nothing is signed, and no search takes it.
                assertTrue(read == null || !read.signed(), "bit " + bit);
            }
        }
    }

    @Test
    void randomBytesAndMutationsAreReadOrRefusedWithoutAnException() {
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] data = random.nextBoolean() ? REQUEST.clone() : ANSWER_V6.clone();
            data = Arrays.copyOf(data, random.nextInt(data.length + 8));
            for (int n = random.nextInt(6); n > 0 && data.length > 0; n--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            if (read(data) == null) {
                refused++;
            }
        }
        assertTrue(refused > 40_000, "refused " + refused);
    }

    @Test
    void ourOwnDatagramsAndThoseOfOtherProtocolsAreNotClaimed() {
        for (int first = 0; first < 256; first++) {
            assertEquals(first < 4, StunPacket.claims(new byte[] {(byte) first}, 1), "first byte " + first);
        }
        assertFalse(StunPacket.claims(new byte[1], 0));
    }
}
