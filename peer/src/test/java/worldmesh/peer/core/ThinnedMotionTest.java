package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.wire.Appetite;
import worldmesh.world.entity.EntityId;

class ThinnedMotionTest {
    private static final long MILLI = 1_000_000L;
    private static final PoseKey ONE = new PoseKey(new EntityId(1, 1), 1);
    private static final PoseKey OTHER = new PoseKey(new EntityId(1, 2), 1);

    private final ThinnedMotion<String> motion = new ThinnedMotion<>();

    @Test
    void onlyTheNewestOfEachCellLeavesAtABeat() {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            motion.add(ONE, "one " + i);
            if (i % 10 == 0) {
                motion.add(OTHER, "other " + i);
            }
            left.addAll(motion.take(5, i * 20L * MILLI));
        }

        assertEquals(List.of("one 10", "other 10"), left.subList(0, 2));
        assertEquals(8, left.size());
        assertTrue(motion.waits());
    }

    @Test
    void withoutABoundEverythingLeavesAtOnceAndAtNoneNothing() {
        motion.add(ONE, "a");
        assertEquals(List.of("a"), motion.take(Appetite.ALL, 1));
        motion.add(ONE, "b");
        assertEquals(List.of("b"), motion.take(Appetite.ALL, 2));

        motion.add(ONE, "c");
        assertEquals(List.of(), motion.take(0, 3));
        assertFalse(motion.waits());
    }

    @Test
    void keepsNoMoreCellsThanAPeerIsToldOf() {
        for (int i = 0; i < ThinnedMotion.WAITING_MAX + 100; i++) {
            motion.add(new PoseKey(new EntityId(1, i + 1), 1), "x");
        }

        assertEquals(ThinnedMotion.WAITING_MAX, motion.take(5, 1_000 * MILLI).size());
    }
}
