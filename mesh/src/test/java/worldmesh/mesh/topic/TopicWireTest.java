package worldmesh.mesh.topic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

/** The bytes of the frames of topics, as docs/wire-mesh.md has them and as they must stay. */
class TopicWireTest {
    private static final TopicId TOPIC = TopicId.of("sector 1");
    private static final byte[] MESSAGE = message().encode();

    private static TopicFrame message() {
        byte[] publisher = new byte[PeerId.BYTES];
        Arrays.fill(publisher, (byte) 1);
        return new TopicFrame(
                TopicFrame.MESSAGE, TOPIC, PeerId.ofBytes(publisher), 0x0102030405L, 3, new byte[] {9, 8});
    }

    private static String line(String name, byte[] bytes) {
        return name + ' ' + HexFormat.of().formatHex(bytes) + '\n';
    }

    @Test
    void bytesAreThoseOfTheGoldenFile() throws IOException {
        String ours = line("message", MESSAGE)
                + line("subscribe", TopicFrame.interest(TopicFrame.SUBSCRIBE, TOPIC))
                + line("unsubscribe", TopicFrame.interest(TopicFrame.UNSUBSCRIBE, TOPIC));

        try (InputStream golden = TopicWireTest.class.getResourceAsStream("/wire/topic.txt")) {
            assertNotNull(golden);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), ours);
        }
    }

    @Test
    void aMessageIsReadBackAndItsHeadIsNeverCutShort() {
        TopicFrame read = TopicFrame.decode(MESSAGE);

        assertNotNull(read);
        assertEquals(message().publisher(), read.publisher());
        assertEquals(0x0102030405L, read.sequence());
        assertEquals(3, read.hops());
        assertArrayEquals(new byte[] {9, 8}, read.payload());
        for (int length = 0; length < TopicFrame.HEADER_BYTES; length++) {
            assertNull(TopicFrame.decode(Arrays.copyOf(MESSAGE, length)), "length " + length);
        }
    }
}
