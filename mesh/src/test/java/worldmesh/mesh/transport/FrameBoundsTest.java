package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.WireVersions;

/** What a message adds inside a record, how large one may be, and numbers that come round. */
class FrameBoundsTest {
    private static final Pace OPEN = new Pace(4_000_000_000L, 16 << 20);
    private static final long TURN_NANOS = 16_666_667L;

    private final ReplayWindow received = new ReplayWindow();
    private final ReplayWindow answered = new ReplayWindow();
    private final Transport sender = new Transport(answered, OPEN, 0);
    private final Transport receiver = new Transport(received, OPEN, 0);
    private final byte[] data = new byte[2_048];
    private final Ear ear = new Ear();
    private long counter;
    private long answers;
    private long now;

    /** Keeps what arrives. */
    private static final class Ear implements MessageEar {
        final List<byte[]> messages = new ArrayList<>();

        @Override
        public void message(Lane lane, int stream, byte[] message) {
            messages.add(message);
        }
    }

    /** The next record; empty if nothing is due. */
    private byte[] next() {
        sender.flush(now);
        int end = sender.fill(data, counter, now);
        counter += end > RecordHeader.BYTES ? 1 : 0;
        return Arrays.copyOfRange(data, RecordHeader.BYTES, end);
    }

    private boolean take(byte[] content, long number) {
        received.mark(number);
        return receiver.receive(content, content.length, number, now, ear);
    }

    private void speak(int version) {
        sender.speak(version);
        receiver.speak(version);
    }

    private int added(Lane lane, int bytes) {
        assertTrue(sender.send(lane, 7, new byte[bytes], now));
        int added = next().length - bytes;
        now += TURN_NANOS;
        return added;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 127, 128, 1_000, Transport.MAX_WHOLE_BYTES})
    void messagesAddFourBytesAtMostButForLargeOnesOfInput(int bytes) {
        speak(WireVersions.SHORT_INPUT);

        assertTrue(added(Lane.STATE, bytes) <= 4);
        assertTrue(added(Lane.VOICE, bytes) <= 4);
        assertEquals(bytes < 128 ? 4 : 6, added(Lane.INPUT, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 127, 128, Transport.MAX_WHOLE_BYTES})
    void inTheFirstVersionTheLengthOfAnInputIsAByteOfItsOwn(int bytes) {
        speak(WireVersions.FIRST);

        assertEquals(bytes < 128 ? 5 : 6, added(Lane.INPUT, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128})
    void anInputIsReadBackInBothVersions(int bytes) {
        byte[] message = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(message);
        for (int version : new int[] {WireVersions.FIRST, WireVersions.SHORT_INPUT}) {
            speak(version);
            now += TURN_NANOS;
            sender.send(Lane.INPUT, 255, message, now);
            assertTrue(take(next(), counter - 1));

            assertArrayEquals(message, ear.messages.remove(ear.messages.size() - 1));
        }
    }

    @Test
    void whoSpeaksTheFirstVersionRefusesWhatItDoesNotKnow() {
        sender.speak(WireVersions.SHORT_INPUT);
        receiver.speak(WireVersions.FIRST);
        sender.send(Lane.INPUT, 0, new byte[5], now);

        assertFalse(take(next(), counter - 1));
    }

    @Test
    void furtherReliableMessageInARecordAddsOneByteOrTwo() {
        for (int bytes : new int[] {1, 100, 127, 128, 200}) {
            int one = new FrameBoundsTest().together(bytes, 1);
            int five = new FrameBoundsTest().together(bytes, 5);

            assertTrue(five - one - 4 * bytes <= 4 * (bytes < 128 ? 1 : 2) + 1, bytes + ": " + one + ", " + five);
        }
    }

    private int together(int bytes, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(sender.send(Lane.RELIABLE, 0, new byte[bytes], now));
        }
        return next().length;
    }

    /** At 60 a second the 16 bits of an input's number come round every 18.2 minutes: here three times. */
    @Test
    void inputsArriveOnceAndInOrderThoughTheirNumbersComeRound() {
        speak(WireVersions.SHORT_INPUT);
        var random = new SplittableRandom(3);
        byte[] held = {};
        long heldNumber = 0;
        int last = -1;
        int arrived = 0;
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            now += TURN_NANOS;
            sender.send(Lane.INPUT, 0, ByteBuffer.allocate(4).putInt(i).array(), now);
            long number = counter;
            byte[] content = next();
            int fate = random.nextInt(100);
            if (fate < 5 || (fate < 10 && held.length > 0)) {
                continue; // lost
            }
            if (fate < 10) {
                held = content;
                heldNumber = number;
                continue;
            }
            assertTrue(take(content, number));
            if (held.length > 0) {
                assertTrue(take(held, heldNumber));
                held = new byte[0];
            }
            for (byte[] message : ear.messages) {
                int got = ByteBuffer.wrap(message).getInt();
                assertTrue(got > last, got + " after " + last);
                last = got;
                arrived++;
            }
            ear.messages.clear();
        }

        assertTrue(arrived > count * 0.98, "arrived " + arrived);
    }

    /** A record's counter has 64 bits of which 32 travel. */
    @Test
    void countersAreWholeAgainWhereverTheLowBitsComeRound() {
        byte[] header = new byte[RecordHeader.BYTES];
        for (long highest : new long[] {0, 0xFFFF_FFFEL, 0xFFFF_FFFFL, 0x1_0000_0000L, 0x7_8000_0000L, 1L << 50}) {
            for (long ahead : new long[] {-1_023, -1, 0, 1, 1_024, Integer.MAX_VALUE}) {
                long counterThere = Math.max(0, highest + ahead);
                RecordHeader.write(header, 3, 5, counterThere);

                assertEquals(counterThere, RecordHeader.counter(header, highest));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATE", "RELIABLE", "BULK"})
    void messageOf64KibibytesIsCarriedAndOneByteMoreIsNot(Lane lane) {
        for (int bytes : new int[] {Transport.MAX_MESSAGE_BYTES - 1, Transport.MAX_MESSAGE_BYTES}) {
            byte[] message = new byte[bytes];
            new SplittableRandom(bytes).nextBytes(message);
            assertTrue(sender.send(lane, 0, message, now));
            carryAll();

            assertEquals(1, ear.messages.size());
            assertArrayEquals(message, ear.messages.remove(0));
        }
        byte[] more = new byte[Transport.MAX_MESSAGE_BYTES + 1];
        var refused = assertThrows(IllegalArgumentException.class, () -> sender.send(lane, 0, more, now));
        assertTrue(String.valueOf(refused.getMessage()).contains("at most 65536 bytes"), refused.getMessage());
    }

    /** There and back until nothing is left to say. */
    private void carryAll() {
        for (int turn = 0; turn < 200; turn++) {
            now += 10_000_000L;
            sender.onTime(now);
            long number = counter;
            for (byte[] content = next(); content.length > 0; content = next()) {
                assertTrue(take(content, number));
                number = counter;
            }
            int end = receiver.fill(data, answers, now);
            if (end > RecordHeader.BYTES) {
                byte[] content = Arrays.copyOfRange(data, RecordHeader.BYTES, end);
                answered.mark(answers);
                assertTrue(sender.receive(content, content.length, answers++, now, ear));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VOICE", "INPUT"})
    void lanesThatAreNeverPartedCarryWhatFitsIntoADatagram(Lane lane) {
        for (int bytes : new int[] {Transport.MAX_WHOLE_BYTES - 1, Transport.MAX_WHOLE_BYTES}) {
            assertTrue(sender.send(lane, 0, new byte[bytes], now));
            assertTrue(take(next(), counter - 1));
            assertEquals(bytes, ear.messages.remove(0).length);
            now += TURN_NANOS;
        }

        byte[] more = new byte[Transport.MAX_WHOLE_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> sender.send(lane, 0, more, now));
    }

    private static byte[] chunkOfAMessageOf(int bytes) {
        byte[] size = new byte[3];
        int sizeBytes = Varints.write(size, 0, bytes);
        byte[] content = new byte[16];
        content[0] = FrameKind.RELIABLE;
        int at = 2 + Varints.write(content, 2, 0);
        at += Varints.write(content, at, sizeBytes);
        System.arraycopy(size, 0, content, at, sizeBytes);
        return Arrays.copyOf(content, at + sizeBytes);
    }

    @Test
    void receiverWaitsForTheRestOf64KibibytesAndRefusesOneByteMore() {
        assertTrue(take(chunkOfAMessageOf(Transport.MAX_MESSAGE_BYTES), 0));

        var other = new FrameBoundsTest();
        assertTrue(!other.take(chunkOfAMessageOf(Transport.MAX_MESSAGE_BYTES + 1), 0));
    }
}
