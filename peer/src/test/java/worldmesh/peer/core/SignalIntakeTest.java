package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PublicKey;

/** One update costs no more than a few frames, and nothing that waits for the next is lost or overtaken. */
class SignalIntakeTest {
    private static final int AT_ONCE = 16;

    private final MemoryMesh.Port port = new MemoryMesh().open(new PublicKey(new byte[PublicKey.BYTES]), 9_001);
    private final List<Integer> streams = new ArrayList<>();
    private int judged;
    private final SignalIntake intake = new SignalIntake(port, this::onSignal, () -> judged);

    private void onSignal(MeshSignal signal) {
        MeshSignal.Received received = (MeshSignal.Received) signal;
        streams.add(received.stream());
        judged += received.lane().reliable() ? 1 : 0;
    }

    private boolean take() {
        judged = 0;
        return intake.take();
    }

    private void arrive(int count, Lane lane) {
        for (int i = 0; i < count; i++) {
            port.post(new MeshSignal.Received(port.self(), lane, i, new byte[0]), 0);
        }
    }

    @Test
    void leavesWhatIsToBeJudgedToTheNextUpdates() {
        arrive(1_000, Lane.RELIABLE);
        List<Integer> taken = new ArrayList<>();

        while (streams.size() < 1_000) {
            int before = streams.size();
            take();
            taken.add(streams.size() - before);
        }

        assertEquals(SignalIntake.JUDGED_MAX, taken.get(0));
        assertEquals((999 + SignalIntake.JUDGED_MAX) / SignalIntake.JUDGED_MAX, taken.size());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i, streams.get(i));
        }
    }

    @Test
    void saysWhetherSomethingWaits() {
        arrive(SignalIntake.JUDGED_MAX + 1, Lane.RELIABLE);

        assertTrue(take());
        assertFalse(take());
        assertFalse(take());
    }

    @Test
    void takesStateUpToTheBoundOfAFlood() {
        arrive(SignalIntake.SIGNALS_MAX + 1, Lane.STATE);

        take();
        int first = streams.size();
        take();

        assertEquals(SignalIntake.SIGNALS_MAX, first);
        assertEquals(SignalIntake.SIGNALS_MAX + 1, streams.size());
    }

    @Test
    void countsWhatCameBetweenStateToo() {
        for (int i = 0; i < SignalIntake.JUDGED_MAX; i++) {
            arrive(AT_ONCE - 1, Lane.STATE);
            arrive(1, Lane.BULK);
        }
        arrive(1, Lane.STATE);

        take();

        assertEquals(AT_ONCE * SignalIntake.JUDGED_MAX, streams.size());
    }
}
