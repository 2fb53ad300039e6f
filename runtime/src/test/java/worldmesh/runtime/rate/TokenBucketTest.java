package worldmesh.runtime.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void letsABurstThroughAndThenTheSteadyRate() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);

        int burst = take(bucket, 100, 0);
        int afterOneSecond = take(bucket, 100, SECOND);
        int sameMoment = take(bucket, 100, SECOND);

        assertEquals(5, burst);
        assertEquals(5, afterOneSecond, "the bucket holds no more than a burst");
        assertEquals(0, sameMoment);
    }

    @Test
    void gainsNothingFromAClockThatStepsBackNorFromItsReturn() {
        TokenBucket bucket = new TokenBucket(10, 5, SECOND);
        take(bucket, 5, SECOND);

        assertEquals(0, take(bucket, 5, 0));
        assertEquals(0, take(bucket, 5, SECOND), "the second was counted before");
        assertEquals(1, take(bucket, 5, SECOND + 100_000_000L));
    }

    @Test
    void goesOnAcrossTheWrapOfTheClock() {
        TokenBucket bucket = new TokenBucket(10, 5, Long.MAX_VALUE - 10);
        take(bucket, 5, Long.MAX_VALUE - 10);

        assertEquals(2, take(bucket, 5, Long.MIN_VALUE + 200_000_000L));
    }

    @Test
    void takesAllOfAnAmountOrNothing() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);

        assertFalse(bucket.tryTake(6, 0));
        assertTrue(bucket.has(5, 0), "what did not fit cost nothing");
        assertTrue(bucket.tryTake(5, 0));
        assertFalse(bucket.has(1, 0));
    }

    private static int take(TokenBucket bucket, int tries, long nowNanos) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(nowNanos) ? 1 : 0;
        }
        return taken;
    }
}
