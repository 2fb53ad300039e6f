package worldmesh.mesh.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.turn.TurnMessage.Kind;

class TurnMessageTest {
    /** RFC 5769 §2.4: a request proved by a long-term credential. */
    private static final byte[] PROVED = HexFormat.of()
            .parseHex("000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382af"
                    + "e382b900000015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578"
                    + "616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666");

    private static final String USER = "\u30de\u30c8\u30ea\u30c3\u30af\u30b9";
    private static final byte[] REALM = "example.org".getBytes(StandardCharsets.UTF_8);

    @Test
    void requestOfTheStandardIsProvedByItsPasswordAndByNoOther() {
        TurnMessage message = TurnMessage.read(PROVED, PROVED.length);

        assertNotNull(message);
        assertEquals(Kind.REQUEST, message.kind());
        assertTrue(TurnKey.of(USER, REALM, "TheMatrIX").holds(message, PROVED));
        assertFalse(TurnKey.of(USER, REALM, "TheMatrix").holds(message, PROVED));
        assertFalse(TurnKey.of("Neo", REALM, "TheMatrIX").holds(message, PROVED));
    }

    @Test
    void whatIsWrittenIsReadWithEveryMethodAndKind() {
        for (int method : new int[] {1, 3, 4, 6, 7, 8, 9, 0x80, 0xFFF & 0x0F80}) {
            for (Kind kind : Kind.values()) {
                byte[] bytes = new TurnWriter(new byte[100], method, kind, new TurnMessage.Id(1, 2)).toBytes();
                TurnMessage message = TurnMessage.read(bytes, bytes.length);

                assertNotNull(message);
                assertEquals(method, message.method());
                assertEquals(kind, message.kind());
                assertEquals(new TurnMessage.Id(1, 2), message.id());
            }
        }
    }

    @Test
    void truncatedMessagesAreRefused() {
        for (int length = 0; length < PROVED.length; length++) {
            assertNull(TurnMessage.read(PROVED, length), "" + length);
        }
    }

    @Test
    void whatFollowsTheProofIsNotRead() {
        byte[] bytes = new TurnWriter(new byte[300], TurnMethod.ALLOCATE, Kind.SUCCESS, new TurnMessage.Id(1, 2))
                .seal(TurnKey.of("ann", REALM, "secret"))
                .put(TurnMessage.XOR_RELAYED_ADDRESS, TurnTwin.RELAYED)
                .toBytes();
        TurnMessage message = TurnMessage.read(bytes, bytes.length);

        assertNotNull(message);
        assertNull(message.attributes().relayed);
    }

    @Test
    void overlongNoncesAndImpossibleErrorsAreRefused() {
        byte[] nonce = new TurnWriter(new byte[400], TurnMethod.ALLOCATE, Kind.ERROR, new TurnMessage.Id(1, 2))
                .put(TurnMessage.NONCE, new byte[TurnMessage.TEXT_MAX_BYTES + 1])
                .toBytes();
        byte[] code = new TurnWriter(new byte[400], TurnMethod.ALLOCATE, Kind.ERROR, new TurnMessage.Id(1, 2))
                .put(TurnMessage.ERROR_CODE, (7 << 8) | 1)
                .toBytes();

        assertNull(TurnMessage.read(nonce, nonce.length));
        assertNull(TurnMessage.read(code, code.length));
    }

    @Test
    void noiseIsReadWithoutAnException() {
        SplittableRandom random = new SplittableRandom(1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = PROVED.clone();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            read += TurnMessage.read(damaged, random.nextInt(damaged.length + 1)) == null ? 0 : 1;
            TurnMessage.read(Arrays.copyOf(damaged, damaged.length), damaged.length);
        }
        assertTrue(read < 2_000, "" + read);
    }
}
