package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoversTest {
    @Test
    void countsFromTheKillToTheFirstAcknowledgementUnderANewerEpoch() {
        var takeovers =
                Takeovers.of(List.of(1_000L), List.of(ack(100, 1), ack(1_010, 1), ack(1_900, 2), ack(1_700, 2)));

        assertEquals(List.of(700L), takeovers.millis());
        assertEquals(700, takeovers.max());
        assertEquals(700, takeovers.p99());
    }

    @Test
    void aKillThatNobodyTookOverAfterIsMissingAndSpoilsTheFigure() {
        var takeovers = Takeovers.of(List.of(1_000L, 2_000L), List.of(ack(100, 1), ack(1_500, 2)));

        assertEquals(1, takeovers.missing());
        assertEquals(-1, takeovers.max());
        assertEquals(-1, takeovers.p99());
    }

    @Test
    void eachKillIsCountedUpToTheNext() {
        var takeovers = Takeovers.of(
                List.of(2_000L, 1_000L), List.of(ack(100, 1), ack(1_500, 2), ack(1_990, 2), ack(2_300, 4)));

        assertEquals(List.of(500L, 300L), takeovers.millis());
        assertEquals(500, takeovers.p99());
    }

    private static Takeovers.FirstAck ack(long wallMillis, long epoch) {
        return new Takeovers.FirstAck(wallMillis, epoch);
    }
}
