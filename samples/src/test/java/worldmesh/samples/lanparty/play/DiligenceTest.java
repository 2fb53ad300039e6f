package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandId;

/** How a bot's pace is counted. */
class DiligenceTest {
    private final Diligence diligence = new Diligence();

    private static CommandId command(int number) {
        return new CommandId(PeerId.ofBytes(new byte[PeerId.BYTES]), 1, number);
    }

    @Test
    void countsWhatWasAskedAndGrantedWhileThePartyStands() {
        diligence.pass(0, true, 5);
        diligence.accepted(command(1));
        diligence.accepted(command(2));
        diligence.pass(1, true, 8);

        assertTrue(diligence.isDue());
        assertEquals(new Diligence.Stint(3, 2, 1_000), diligence.take());
    }

    @Test
    void countsNothingWhileItRestsOrThePartyIsSplit() {
        diligence.pass(1, false, 0);
        diligence.accepted(command(1));
        diligence.pass(1, false, 9);

        assertFalse(diligence.isDue());
        assertEquals(new Diligence.Stint(0, 0, 0), diligence.take());
    }

    @Test
    void whatWaitedForAMajorityIsNobodysPace() {
        diligence.pass(0, true, 0);
        diligence.provisional(command(1));
        diligence.accepted(command(1));
        diligence.pass(1, true, 1);

        assertEquals(new Diligence.Stint(1, 0, 1_000), diligence.take());
    }

    @Test
    void beginsAnewAfterItWasTold() {
        diligence.pass(0, true, 0);
        diligence.pass(1, true, 4);
        diligence.take();
        diligence.pass(0.5, true, 6);

        assertFalse(diligence.isDue());
        assertEquals(new Diligence.Stint(2, 0, 500), diligence.take());
    }
}
