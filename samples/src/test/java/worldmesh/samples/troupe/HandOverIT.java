package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.runtime.time.SystemClock;

/** Three players in JVMs of their own act at full speed while the one that holds the role leaves in good order. */
@Timeout(180)
class HandOverIT {
    /** A round trip, two disks, and the turns of three games; a takeover after a kill takes over 700 ms. */
    private static final long HAND_OVER_MILLIS = 500;

    private static final long SEAT_MILLIS = 30_000;

    private long handedOverMillis;

    @Test
    void aHolderThatClosesItsSessionHandsTheRoleOverAtOnceAndNothingAcknowledgedIsLost() {
        StringWriter said = new StringWriter();
        int code = Troupe.run("hand-over", new PrintWriter(said, true), Cast.of(3, Venue.loopback()), this::party);

        assertEquals(0, code, said::toString);
        assertTrue(handedOverMillis < HAND_OVER_MILLIS, "handed over after " + handedOverMillis + " ms");
    }

    private int party(Troupe troupe) {
        troupe.begin();
        troupe.awaitRoster(3, SEAT_MILLIS);
        troupe.bots(true);
        troupe.play(2_000);
        int leaver = troupe.mustHold();
        long leftMillis = SystemClock.INSTANCE.wallMillis();
        troupe.leave(leaver);
        int next = troupe.mustHold();
        assertNotEquals(leaver, next);
        handedOverMillis = troupe.said().of(next).orElseThrow().sinceMillis() - leftMillis;
        Measured.note("hand-over", handedOverMillis + " ms from quit to the next holder");
        troupe.play(1_000);
        troupe.enter(leaver);
        troupe.awaitRoster(3, SEAT_MILLIS);
        troupe.bots(false);
        troupe.settleAndStop();

        PartyAudit audit = PartyAudit.of(troupe.directory(), troupe.names());
        assertTrue(audit.acked() > 30, "only " + audit.acked() + " commands were acknowledged");
        assertEquals(0, audit.lostAcks());
        assertEquals(0, audit.duplicateEffects());
        assertTrue(audit.converged());
        assertTrue(audit.goldAfter() > 0);
        return 0;
    }
}
