package worldmesh.peer.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** Holds compressed messages to docs/wire-session.md, "Compressed". */
class CompressedWireTest {
    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(CompressedWireTest.class.getResourceAsStream("/wire/session-compressed.txt"))) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(each -> each.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow();
            return HexFormat.of().parseHex(line.substring(name.length() + 1));
        }
    }

    private static byte[] deflated(int said, byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        ByteWriter message = new ByteWriter();
        message.u8(Compressed.CODE).varint(said).bytes(out, 0, length);
        return message.toBytes();
    }

    private static byte[] zeros(int length) {
        return new Batches(List.of(new byte[length])).encode();
    }

    @Test
    void theGoldenVectorIsReadAsThePlainMessage() throws IOException {
        Message read = MessageKind.decode(golden("COMPRESSED"));

        assertNotNull(read);
        assertEquals(MessageKind.BATCHES, read.kind());
        assertArrayEquals(golden("PLAIN"), read.encode());
    }

    @Test
    void whatIsWrittenIsSmallerAndReadBack() {
        byte[] plain = zeros(4_000);

        byte[] written = Compressed.of(plain);

        assertTrue(Compressed.is(written) && written.length < plain.length / 4);
        assertArrayEquals(
                plain, Objects.requireNonNull(MessageKind.decode(written)).encode());
        assertEquals(plain.length, Compressed.inflatedBytes(written));
    }

    @Test
    void whatIsSmallOrDoesNotShrinkStaysAsItIs() {
        byte[] noise = new byte[4_000];
        new Random(5).nextBytes(noise);
        byte[] random = new Batches(List.of(noise)).encode();
        byte[] small = zeros(100);

        assertSame(random, Compressed.of(random));
        assertSame(small, Compressed.of(small));
        assertEquals(0, Compressed.inflatedBytes(random));
    }

    /** A batch message of so many bytes of zeros. */
    private static byte[] message(int bytes) {
        for (int content = bytes; content > bytes - 8; content--) {
            byte[] message = zeros(content);
            if (message.length == bytes) {
                return message;
            }
        }
        throw new AssertionError("no batches of " + bytes + " bytes");
    }

    @Test
    void messagesOfMoreThanOneKibibyteAreCompressedAndOneOfThatSizeIsNot() {
        for (int bytes : new int[] {511, 512, 513, 1_023, 1_024, 1_025, 1_026}) {
            byte[] plain = message(bytes);
            byte[] written = Compressed.of(plain);

            assertEquals(bytes > 1_024, Compressed.is(written), bytes + " bytes");
            assertArrayEquals(
                    plain, Objects.requireNonNull(MessageKind.decode(written)).encode());
        }
    }

    /** As programs sent them that compressed from there on. */
    @Test
    void compressedMessagesAreReadFrom512BytesOn() {
        for (int bytes : new int[] {511, 512, 513, 1_024}) {
            byte[] plain = message(bytes);

            assertEquals(bytes >= 512, MessageKind.decode(deflated(bytes, plain)) != null, bytes + " bytes");
        }
    }

    @Test
    void messagesOf64KibibytesAreTakenAndOneByteMoreIsNot() {
        for (int bytes : new int[] {Message.MAX_BYTES - 1, Message.MAX_BYTES, Message.MAX_BYTES + 1}) {
            byte[] plain = zeros(bytes - 5);

            assertEquals(bytes, plain.length);
            assertEquals(bytes <= Message.MAX_BYTES, MessageKind.decode(plain) != null, bytes + " bytes");
            assertEquals(bytes <= Message.MAX_BYTES, MessageKind.decode(deflated(bytes, plain)) != null);
        }
    }

    @Test
    void whatHoldsSecretsIsNeverCompressed() {
        byte[] half = new byte[32];
        var offer = new CarriedOffer(PeerId.ofBytes(half), PeerId.ofBytes(half), new byte[1_050]);
        var batches = new Batches(List.of(new byte[1_050]));

        assertArrayEquals(offer.encode(), Compressed.encode(offer));
        assertTrue(Compressed.is(Compressed.of(offer.encode())));
        assertTrue(Compressed.is(Compressed.encode(batches)));
    }

    @Test
    void theLargestMessageIsReadAndABombIsNot() {
        byte[] largest = zeros(Message.MAX_BYTES - 5);
        byte[] bomb = new byte[50_000_000];

        assertEquals(Message.MAX_BYTES, largest.length);
        assertNotNull(MessageKind.decode(deflated(largest.length, largest)));
        assertNull(MessageKind.decode(deflated(Message.MAX_BYTES, bomb)));
        assertNull(MessageKind.decode(deflated(Message.MAX_BYTES + 1, zeros(Message.MAX_BYTES - 4))));
    }

    @Test
    void aStreamOfAnotherSizeThanItSaysIsRefused() {
        byte[] plain = zeros(2_000);

        assertNotNull(MessageKind.decode(deflated(plain.length, plain)));
        assertNull(MessageKind.decode(deflated(plain.length - 1, plain)));
        assertNull(MessageKind.decode(deflated(plain.length + 1, plain)));
    }

    @Test
    void aCompressedMessageInsideACompressedOneIsRefused() {
        byte[] noise = new byte[4_000];
        new Random(5).nextBytes(noise);
        byte[] plain = new Batches(List.of(noise)).encode();
        byte[] inner = deflated(plain.length, plain);

        assertNotNull(MessageKind.decode(inner));
        assertNull(MessageKind.decode(deflated(inner.length, inner)));
    }

    @Test
    void everyTruncationIsRefusedAndNoBitFlipThrows() throws IOException {
        byte[] good = golden("COMPRESSED");
        for (int length = 0; length < good.length; length++) {
            assertNull(MessageKind.decode(Arrays.copyOf(good, length)), "cut to " + length);
        }
        assertNull(MessageKind.decode(Arrays.copyOf(good, good.length + 1)), "with more");

        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Message read = MessageKind.decode(bad);
            assertTrue(read == null || read.encode().length <= Message.MAX_BYTES, "bit " + bit);
        }
    }
}
