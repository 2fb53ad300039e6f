package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.group.GroupMembership;

class StateUseTest {
    @Test
    void noTwoUsesShareAStreamNorOneWithTheMembership() {
        Set<Integer> used = new HashSet<>(Set.of(GroupMembership.STREAM));
        for (StateUse use : StateUse.values()) {
            for (int turn = 0; turn < use.count(); turn++) {
                int stream = use.stream(turn);
                assertTrue(stream >= 0 && stream < 256, use + " has stream " + stream);
                assertTrue(used.add(stream), use + " shares stream " + stream);
            }
            assertEquals(use.stream(0), use.stream(use.count()));
            assertEquals(use.stream(use.count() - 1), use.stream(-1));
        }
    }
}
