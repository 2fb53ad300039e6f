package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.wire.RecordHeader;

/** What is lent to be sent may change afterwards; what is lent to be read is over afterwards. */
class LentMessagesTest {
    private static final Pace OPEN = new Pace(1_000_000_000L, 1 << 24);
    private static final int SCRATCH_BYTES = 3_000;

    private final ReplayWindow window = new ReplayWindow();
    private final Transport sender = new Transport(new ReplayWindow(), OPEN, 0);
    private final Transport receiver = new Transport(window, OPEN, 0);
    private final ArrayDeque<byte[]> expected = new ArrayDeque<>();
    private long counter;
    private long now;

    /** Compares each message with the one that was sent. */
    private final class Ear implements MessageEar {
        @Override
        public void message(Lane lane, int stream, byte[] message) {
            assertArrayEquals(expected.removeFirst(), message);
        }

        @Override
        public void message(Lane lane, int stream, byte[] record, int offset, int length) {
            assertArrayEquals(expected.removeFirst(), Arrays.copyOfRange(record, offset, offset + length));
        }
    }

    private void deliver() {
        byte[] data = new byte[2_048];
        sender.flush(now);
        for (int end = sender.fill(data, counter, now);
                end > RecordHeader.BYTES;
                end = sender.fill(data, counter, now)) {
            byte[] content = Arrays.copyOfRange(data, RecordHeader.BYTES, end);
            window.mark(counter);
            assertTrue(receiver.receive(content, content.length, counter++, now, new Ear()));
        }
    }

    @Test
    void messagesArriveAsTheyWereWhenTheyWereSent() {
        var random = new SplittableRandom(11);
        byte[] scratch = new byte[SCRATCH_BYTES];
        var view = new Payload();

        for (int i = 0; i < 2_000; i++) {
            now += 1_000_000;
            int offset = random.nextInt(100);
            int length = random.nextInt(random.nextInt(10) == 0 ? SCRATCH_BYTES - offset : 60);
            random.nextBytes(scratch);
            expected.addLast(Arrays.copyOfRange(scratch, offset, offset + length));
            if (random.nextBoolean()) {
                assertTrue(sender.send(Lane.STATE, 3, view.over(scratch, offset, length), now));
            } else {
                assertTrue(sender.send(Lane.STATE, 3, expected.peekLast().clone(), now));
            }
            random.nextBytes(scratch);
            if (random.nextInt(4) == 0) {
                deliver();
            }
        }
        deliver();

        assertEquals(0, expected.size());
    }

    @Test
    void everyLaneCopiesWhatIsLent() {
        byte[] scratch = new byte[8];
        byte value = 1;
        for (Lane lane : Lane.values()) {
            Arrays.fill(scratch, value++);
            expected.addLast(scratch.clone());
            assertTrue(sender.send(lane, 1, Payload.of(scratch), now));
            Arrays.fill(scratch, (byte) 0);
            now += 1_000_000;
            deliver();
        }

        assertEquals(0, expected.size());
    }

    @Test
    void payloadShowsNothingAfterItsTime() {
        byte[] whole = {1, 2, 3};
        Payload payload = new Payload().give(whole);

        assertSame(whole, payload.copy());
        assertArrayEquals(whole, payload.copy());
        payload.release();
        assertEquals(0, payload.copy().length);
    }
}
