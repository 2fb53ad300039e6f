package worldmesh.authority.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void letsABurstThroughAndThenTheSteadyRate() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);

        int burst = take(bucket, 100, 0);
        int afterOneSecond = take(bucket, 100, 1_000_000_000L);
        int sameMoment = take(bucket, 100, 1_000_000_000L);

        assertEquals(5, burst);
        assertEquals(5, afterOneSecond, "the bucket holds no more than a burst");
        assertEquals(0, sameMoment);
    }

    @Test
    void gainsNothingFromAClockThatStepsBack() {
        TokenBucket bucket = new TokenBucket(10, 5, 1_000_000_000L);
        take(bucket, 5, 1_000_000_000L);

        assertEquals(0, take(bucket, 5, 0));
        assertEquals(1, take(bucket, 5, 100_000_000L));
    }

    private static int take(TokenBucket bucket, int tries, long nowNanos) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(nowNanos) ? 1 : 0;
        }
        return taken;
    }
}
