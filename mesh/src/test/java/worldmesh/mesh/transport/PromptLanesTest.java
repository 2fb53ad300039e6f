package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.wire.RecordHeader;

/** Two transports back to back: what leaves first, what gives way, what a loss costs. */
class PromptLanesTest {
    private static final long MILLI = 1_000_000L;
    private static final List<Lane> PROMPT = List.of(Lane.VOICE, Lane.INPUT, Lane.STATE);

    private final Ear ear = new Ear();
    private final byte[] data = new byte[2_048];

    /** One side: what it sends goes to the other when the test hands it over. */
    private static final class Side {
        final ReplayWindow window = new ReplayWindow();
        final Transport transport;
        long counter;

        Side(long bytesPerSecond) {
            transport = new Transport(window, new Pace(bytesPerSecond, (int) bytesPerSecond / 10), 0);
        }

        boolean take(byte[] content, long number, long now, TransportEvents events) {
            window.mark(number);
            return transport.receive(content, content.length, number, now, events);
        }
    }

    /** Notes what arrives. */
    private static final class Ear implements MessageEar {
        final List<Lane> lanes = new ArrayList<>();
        final List<Integer> numbers = new ArrayList<>();
        final Map<Lane, Long> bytes = new EnumMap<>(Lane.class);

        @Override
        public void message(Lane lane, int stream, byte[] message) {
            lanes.add(lane);
            numbers.add(ByteBuffer.wrap(message).getInt());
            bytes.merge(lane, (long) message.length, Long::sum);
        }
    }

    private static byte[] message(int number, int bytes) {
        byte[] message = new byte[bytes];
        ByteBuffer.wrap(message).putInt(number);
        return message;
    }

    /** The next record of a side, empty if none is due. */
    private byte[] record(Side from, long now) {
        from.transport.flush(now);
        int end = from.transport.fill(data, from.counter, now);
        byte[] content = new byte[end - RecordHeader.BYTES];
        System.arraycopy(data, RecordHeader.BYTES, content, 0, content.length);
        return content;
    }

    @Test
    void aLowerLaneLeavesOnlyWhenNothingWaitsInAHigherOne() {
        for (int seed = 1; seed <= 50; seed++) {
            var random = new SplittableRandom(seed);
            Side near = new Side(10_000_000);
            int[] waiting = new int[PROMPT.size()];
            for (int step = 0; step < 40; step++) {
                for (int i = random.nextInt(9); i > 0; i--) {
                    int lane = random.nextInt(PROMPT.size());
                    boolean room = IntStream.of(waiting).sum() < 60;
                    waiting[lane] += room && near.transport.send(PROMPT.get(lane), 1, message(0, 200), 0) ? 1 : 0;
                }
                ear.lanes.clear();
                byte[] content = record(near, 0);
                new Side(1).take(content, near.counter++, 0, ear);

                for (int lane = 0; lane < PROMPT.size(); lane++) {
                    Lane which = PROMPT.get(lane);
                    boolean went = ear.lanes.contains(which);
                    for (int higher = 0; went && higher < lane; higher++) {
                        Lane before = PROMPT.get(higher);
                        long left = waiting[higher]
                                - ear.lanes.stream().filter(before::equals).count();
                        assertEquals(0, left, "seed " + seed + ": " + which + " left before " + before);
                    }
                }
                for (int lane = 0; lane < PROMPT.size(); lane++) {
                    Lane which = PROMPT.get(lane);
                    waiting[lane] -=
                            (int) ear.lanes.stream().filter(which::equals).count();
                }
                assertEquals(ear.lanes.stream().sorted().toList(), ear.lanes);
            }
        }
    }

    @Test
    void ofAFullQueueTheOldestGivesWayAndIsCountedAndNoOtherLaneIsTouched() {
        Side near = new Side(10_000_000);
        near.transport.send(Lane.STATE, 1, message(-1, 4), 0);
        for (int i = 0; i < 100; i++) {
            assertTrue(near.transport.send(Lane.VOICE, 1, message(i, 500), 0));
            assertTrue(near.transport.send(Lane.INPUT, 1, message(i, 500), 0));
        }

        Side far = new Side(1);
        for (byte[] content = record(near, 0); content.length > 0; content = record(near, 0)) {
            assertTrue(far.take(content, near.counter++, 0, ear));
        }

        List<Integer> kept = IntStream.range(36, 100).boxed().toList();
        assertTrue(ear.numbers.remove(Integer.valueOf(-1)));
        assertEquals(kept, ear.numbers.subList(0, 64));
        assertEquals(kept, ear.numbers.subList(64, ear.numbers.size()));
        assertEquals(36, near.transport.dropped(Lane.VOICE));
        assertEquals(36, near.transport.dropped(Lane.INPUT));
        assertEquals(0, near.transport.dropped(Lane.STATE));
    }

    @Test
    void aBurstOfSmallMessagesLosesNoneOnALineWithRoom() {
        Side near = new Side(10_000_000);
        Side far = new Side(1);
        for (int i = 0; i < 1_000; i++) {
            near.transport.send(i % 2 == 0 ? Lane.VOICE : Lane.INPUT, 1, message(i, 4), 0);
            int end = near.transport.fill(data, near.counter, 0); // without a flush: as the link does after each send
            if (end > RecordHeader.BYTES) {
                byte[] content = new byte[end - RecordHeader.BYTES];
                System.arraycopy(data, RecordHeader.BYTES, content, 0, content.length);
                far.take(content, near.counter++, 0, ear);
            }
        }
        far.take(record(near, 0), near.counter++, 0, ear);

        assertEquals(1_000, ear.numbers.size());
        assertEquals(0, near.transport.dropped(Lane.VOICE) + near.transport.dropped(Lane.INPUT));
    }

    @Test
    void inputsArriveInOrderEachOnceAndASingleLossCostsNothing() {
        Side near = new Side(100_000_000);
        Side far = new Side(1);
        var random = new SplittableRandom(3);
        boolean lost = false;
        int sent = 70_000; // the number on the wire comes round
        for (int i = 0; i < sent; i++) {
            long now = i * MILLI;
            near.transport.send(Lane.INPUT, 9, message(i, 4 + random.nextInt(60)), now);
            byte[] content = record(near, now);
            lost = i < sent - 1 && !lost && random.nextInt(4) == 0;
            if (!lost) {
                assertTrue(far.take(content, near.counter, now, ear));
            }
            near.counter++;
        }

        assertEquals(IntStream.range(0, sent).boxed().toList(), ear.numbers);
    }

    @Test
    void noInputComesTwiceOrBehindANewerOneHoweverRecordsCome() {
        for (int seed = 1; seed <= 20; seed++) {
            var random = new SplittableRandom(seed);
            Side near = new Side(100_000_000);
            Side far = new Side(1);
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                near.transport.send(Lane.INPUT, 9, message(i, 20), 0);
                near.transport.send(Lane.VOICE, 9, message(i, 20), 0);
                records.add(record(near, 0));
                near.counter++;
            }
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, 200).boxed().toList());
            for (int i = 0; i < 200; i++) {
                int j = Math.min(199, i + random.nextInt(5));
                order.set(i, order.set(j, order.get(i)));
            }
            ear.lanes.clear();
            ear.numbers.clear();
            order.forEach(i -> far.take(records.get(i), i, 0, ear));

            int newest = -1;
            int voices = 0;
            for (int i = 0; i < ear.numbers.size(); i++) {
                if (ear.lanes.get(i) == Lane.INPUT) {
                    assertTrue(ear.numbers.get(i) > newest, "seed " + seed);
                    newest = ear.numbers.get(i);
                } else {
                    voices++;
                }
            }
            assertEquals(199, newest);
            assertEquals(200, voices, "a late frame may still be heard: the listener decides");
        }
    }

    @Test
    void streamsHaveAnEighthOfTheLinkHoweverMuchIsPrompt() {
        for (Lane flood : PROMPT) {
            Side near = new Side(1_000_000);
            Side far = new Side(1_000_000);
            Map<Lane, Long> before = Map.copyOf(ear.bytes);
            for (int milli = 0; milli < 5_000; milli++) {
                long now = milli * MILLI;
                for (int i = 0; i < 3; i++) {
                    near.transport.send(flood, 1, message(0, 1_000), now);
                }
                near.transport.send(Lane.RELIABLE, 2, message(0, 1_000), now);
                for (byte[] content = record(near, now); content.length > 0; content = record(near, now)) {
                    assertTrue(far.take(content, near.counter++, now, ear));
                }
                byte[] answer = record(far, now + MILLI / 2);
                if (answer.length > 0) {
                    near.take(answer, far.counter++, now + MILLI / 2, new Ear());
                }
                near.transport.onTime(now);
            }

            long reliable = ear.bytes.getOrDefault(Lane.RELIABLE, 0L) - before.getOrDefault(Lane.RELIABLE, 0L);
            long prompt = ear.bytes.getOrDefault(flood, 0L);
            double share = (double) reliable / (reliable + prompt);
            assertTrue(share > 0.1 && share < 0.15, flood + " leaves " + share);
        }
    }

    @Test
    void whatDoesNotFitOneDatagramIsRefusedWithTheBound() {
        Transport transport = new Side(1_000_000).transport;

        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> transport.send(Lane.VOICE, 0, new byte[Transport.MAX_WHOLE_BYTES + 1], 0));

        assertEquals(
                "a message of 1171 bytes on stream 0 of VOICE cannot be sent; at most 1170 bytes go on a stream 0..255",
                refused.getMessage());
        assertTrue(transport.send(Lane.INPUT, 0, new byte[Transport.MAX_WHOLE_BYTES], 0));
        assertTrue(transport.fill(data, 0, 0) > RecordHeader.BYTES + Transport.MAX_WHOLE_BYTES);
    }

    @Test
    void aFrameCutAnywhereIsRefused() {
        Side near = new Side(1_000_000);
        near.transport.send(Lane.INPUT, 3, message(1, 9), 0);
        byte[] whole = record(near, 0);

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertFalse(new Side(1).take(cut, 0, 0, ear), "cut at " + length);
        }
        assertEquals(List.of(), ear.numbers);
    }
}
