package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StreamFramesTest {
    private static final byte[] CHANNEL = {0x40, 1, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0};

    private static StreamFrames frames(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return new StreamFrames(new ByteArrayInputStream(all.toByteArray()));
    }

    @Test
    void messagesAndPaddedChannelDataAreToldApart() throws IOException {
        StreamFrames frames = frames(StunPacketTest.REQUEST, CHANNEL, StunPacketTest.ANSWER);

        assertEquals(StunPacketTest.REQUEST.length, frames.next());
        assertArrayEquals(StunPacketTest.REQUEST, Arrays.copyOf(frames.frame(), StunPacketTest.REQUEST.length));
        assertEquals(9, frames.next());
        assertArrayEquals(Arrays.copyOf(CHANNEL, 9), Arrays.copyOf(frames.frame(), 9));
        assertEquals(StunPacketTest.ANSWER.length, frames.next());
        assertEquals(-1, frames.next());
    }

    @Test
    void anythingElseEndsTheStream() throws IOException {
        assertThrows(IOException.class, frames(new byte[] {'H', 'T', 'T', 'P'})::next);
        assertThrows(IOException.class, frames(new byte[] {(byte) 0xE0, 0, 0, 1, 0})::next);
        assertThrows(IOException.class, frames(new byte[] {0x40, 0, (byte) 0xFF, (byte) 0xFF})::next);
        assertThrows(IOException.class, frames(new byte[] {0, 1, 0x7F, (byte) 0xFF})::next);
        assertThrows(IOException.class, frames(Arrays.copyOf(CHANNEL, 10))::next);
        assertThrows(IOException.class, frames(new byte[] {0x40})::next);
    }
}
