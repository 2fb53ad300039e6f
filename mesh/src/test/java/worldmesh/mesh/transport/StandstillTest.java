package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.wire.RecordHeader;

/** A link is as fast after a process stood still, or nothing came through for a while, as it was before. */
class StandstillTest {
    private static final long MILLI = 1_000_000L;
    private static final long STEP = MILLI / 4;

    /** What a machine keeps for a process that does not read. */
    private static final int KEPT_RECORDS = 100;

    private static final int MESSAGE_BYTES = 16 << 10;

    private static final int MESSAGES = 20;

    /** Slow start from twelve kilobytes on a line of two milliseconds; 260 where stalls counted as round trips. */
    private static final long QUICK_MILLIS = 60;

    private final byte[] data = new byte[2_048];
    private final Side a = new Side();
    private final Side b = new Side();
    private long wayNanos = MILLI;
    private long now;

    private record Flight(long at, long counter, byte[] content) {}

    /** One side of the link, and what is on its way to it. */
    private static final class Side implements MessageEar {
        final ReplayWindow window = new ReplayWindow();
        final Transport transport = new Transport(window, new Pace(100_000_000L, 10_000_000), 0);
        final Queue<Flight> arriving = new ArrayDeque<>();
        long counter;
        long bytes;
        boolean stands;

        @Override
        public void message(Lane lane, int stream, byte[] message) {
            bytes += message.length;
        }
    }

    private void step() {
        now += STEP;
        turn(a, b);
        turn(b, a);
    }

    private void turn(Side side, Side other) {
        if (side.stands) {
            return;
        }
        for (Flight each = side.arriving.peek(); each != null && each.at() <= now; each = side.arriving.peek()) {
            side.arriving.remove();
            side.window.mark(each.counter());
            assertTrue(side.transport.receive(each.content(), each.content().length, each.counter(), now, side));
            send(side, other);
        }
        side.transport.onTime(now);
        send(side, other);
    }

    private void send(Side side, Side other) {
        for (int end = side.transport.fill(data, side.counter, now);
                end > RecordHeader.BYTES;
                end = side.transport.fill(data, side.counter, now)) {
            byte[] content = Arrays.copyOfRange(data, RecordHeader.BYTES, end);
            if (!other.stands || other.arriving.size() < KEPT_RECORDS) {
                other.arriving.add(new Flight(now + wayNanos, side.counter, content));
            }
            side.counter++;
        }
    }

    /** Who does not stand still says a little all the time. */
    private void talk(long millis) {
        for (long end = now + millis * MILLI; now < end; ) {
            for (Side side : new Side[] {a, b}) {
                if (!side.stands && now % (20 * MILLI) == 0) {
                    side.transport.send(Lane.RELIABLE, 0, new byte[100], now);
                }
            }
            step();
        }
    }

    private void standStill() {
        b.stands = true;
        talk(3_000);
        b.stands = false;
        b.transport.onStoodStill();
        a.transport.onHeardAgain(now + 2 * wayNanos); // the link does so, with the first that comes again
    }

    private long millisFor(Side from, Side to) {
        long begun = now;
        long before = to.bytes;
        for (int i = 0; i < MESSAGES; i++) {
            assertTrue(from.transport.send(Lane.RELIABLE, 7, new byte[MESSAGE_BYTES], now));
        }
        while (to.bytes < before + MESSAGES * MESSAGE_BYTES && now < begun + 20_000 * MILLI) {
            step();
        }
        return (now - begun) / MILLI;
    }

    @Test
    void whoStoodStillIsToldQuicklyWhatItMissed() {
        talk(2_000);
        standStill();

        long millis = millisFor(a, b);

        assertTrue(millis <= QUICK_MILLIS, "320 KB took " + millis + " ms");
    }

    @Test
    void theOwnStandstillIsNoRoundTrip() {
        talk(2_000);
        b.transport.send(Lane.RELIABLE, 0, new byte[100], now);
        turn(b, a);
        standStill();

        talk(40);

        assertTrue(b.transport.rttNanos() < 10 * MILLI, b.transport.rttNanos() + " ns");
    }

    @Test
    void aLineAsLongAsASilenceIsMeasuredAllTheSame() {
        wayNanos = 450 * MILLI;
        for (int i = 0; i < 8; i++) {
            a.transport.send(Lane.RELIABLE, 0, new byte[100], now);
            for (long end = now + 2_000 * MILLI; now < end; ) {
                step();
            }
            a.transport.onHeardAgain(now); // each answer ends a silence
        }

        assertEquals(900.0 * MILLI, (double) a.transport.rttNanos(), 50.0 * MILLI);
    }
}
