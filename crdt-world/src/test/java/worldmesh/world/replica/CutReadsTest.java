package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.state.RecordReads;

/** What was read before a cut is counted after it, however the cut is made. */
@NullUnmarked // an unexpected null fails the test anyway
class CutReadsTest {
    private final Replica ann = new TestWorld().replica(1);
    private final Stability stability = new Stability(ann);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBeforeACutAreCountedAfterIt(boolean beside) {
        EntityId thing = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "b"));
        ann.seal(TestWorld.NOON);
        for (int i = 0; i < 5; i++) {
            ann.get(thing, TestWorld.Block.class);
        }
        List<Long> before = counts();
        Cut cut = stability.propose(SectorId.ORIGIN, Map.of(ann.self().replica(), ann.vector(SectorId.ORIGIN)));

        if (beside) {
            makeBeside(stability.begin(cut));
        } else {
            stability.learn(cut);
        }

        assertEquals(1, stability.number(SectorId.ORIGIN));
        assertEquals(5, before.get(0) + before.get(1));
        assertEquals(before, counts());
    }

    private void makeBeside(CutWork work) {
        while (!work.isOver()) {
            if (work.collect()) {
                work.run();
            }
        }
        stability.finish(work);
    }

    private List<Long> counts() {
        RecordReads reads = ann.stats().reads();
        return List.of(reads.hits(), reads.misses());
    }
}
