package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import worldmesh.peer.event.Origin;

/**
 * Over random short histories of two peers, a model that hears notifications only holds the world: entities, where they
 * are, and cells of every kind, through predictions, motion, claims, moves, deaths, changes of the authority with
 * losing branches, and a revocation. {@code -Dworldmesh.histories=100000} runs as many.
 */
class NotificationPropertyTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 600);

    @Test
    void aModelRebuiltFromNotificationsAloneHasTheWorldsDigest() {
        EnumSet<Origin> origins = EnumSet.noneOf(Origin.class);
        int failures = 0;
        for (int seed : seeds()) {
            NotificationHistory history = run(seed);

            for (NotificationSide side : List.of(history.host, history.guest)) {
                side.check("seed " + seed);
                origins.addAll(side.toldOrigins);
                failures += side.failures();
            }
            assertEquals(
                    history.host.replica().digest(), history.guest.replica().digest(), "peers differ, seed " + seed);
        }

        assertEquals(EnumSet.allOf(Origin.class), origins);
        assertTrue(failures > HISTORIES, "the broken observer was called and named each time");
    }

    /** Both found motion of a removed peer: unsettled it could not be taken back, settled it stayed drawn. */
    private static int[] seeds() {
        return IntStream.concat(IntStream.range(0, HISTORIES), IntStream.of(31_948, 61_883))
                .toArray();
    }

    private static NotificationHistory run(int seed) {
        NotificationHistory history = new NotificationHistory(seed);
        try {
            history.run();
        } catch (AssertionError | IllegalStateException | IllegalArgumentException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        return history;
    }
}
