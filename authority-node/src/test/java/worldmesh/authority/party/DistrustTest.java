package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.crypto.SimulatedSignatures;

/** Who is left out is looked at again ever more rarely. */
class DistrustTest {
    private static final PeerId PEER =
            new SimulatedSignatures().signer(0).publicKey().peer();

    private final Distrust distrust = new Distrust();

    @Test
    void endsWhenItIsEndedAndIsDueBefore() {
        distrust.begin(PEER, 0);
        List<PeerId> early = distrust.due(Distrust.FIRST_NANOS - 1);
        List<PeerId> due = distrust.due(Distrust.FIRST_NANOS);

        assertTrue(distrust.contains(PEER));
        distrust.end(PEER);

        assertEquals(List.of(), early);
        assertEquals(List.of(PEER), due);
        assertFalse(distrust.contains(PEER));
        assertEquals(List.of(), distrust.due(Long.MAX_VALUE));
    }

    @Test
    void lastsTwiceAsLongEachTimeUpToAQuarterOfAnHour() {
        long longest = 0;
        for (int i = 0; i < 12; i++) {
            distrust.begin(PEER, 0);
            long lasts = Distrust.FIRST_NANOS << Math.min(i, 8);

            assertEquals(List.of(), distrust.due(lasts - 1));
            assertEquals(List.of(PEER), distrust.due(lasts));
            distrust.end(PEER);
            longest = lasts;
        }

        assertEquals(768, longest / 1_000_000_000);
    }
}
