package worldmesh.runtime.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedTokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    private static int taken(SharedTokenBucket bucket, long now) {
        int taken = 0;
        while (bucket.tryTake(now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void letsThroughABurstAndThenTheRate() {
        var bucket = new SharedTokenBucket(100, 20, 0);

        assertEquals(20, taken(bucket, 0));
        assertEquals(10, taken(bucket, SECOND / 10));
        assertEquals(20, taken(bucket, 60 * SECOND));
    }

    @Test
    void aTimeBehindThatOfAnotherThreadTakesFromTheSameTokens() {
        var bucket = new SharedTokenBucket(100, 20, 0);
        int first = taken(bucket, SECOND);

        assertEquals(20, first);
        assertFalse(bucket.tryTake(SECOND - 1_000_000));
        assertTrue(bucket.tryTake(SECOND + SECOND / 100));
    }

    @Test
    void worksAcrossTheWrapOfTheClock() {
        var bucket = new SharedTokenBucket(100, 20, Long.MAX_VALUE - 1);

        assertEquals(20, taken(bucket, Long.MAX_VALUE - 1));
        assertEquals(20, taken(bucket, Long.MIN_VALUE + SECOND));
    }

    @Test
    void severalThreadsTogetherGetNoMoreThanOne() {
        var bucket = new SharedTokenBucket(100, 5_000, 0);
        var taken = new AtomicInteger();
        IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> taken.addAndGet(taken(bucket, 0))))
                .peek(Thread::start)
                .toList()
                .forEach(SharedTokenBucketTest::join);

        assertEquals(5_000, taken.get());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
