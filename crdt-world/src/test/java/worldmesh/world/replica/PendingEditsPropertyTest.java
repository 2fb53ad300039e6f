package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.world.component.Row;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.TestWorld.Block;
import worldmesh.world.replica.TestWorld.Score;
import worldmesh.world.replica.TestWorld.Tags;
import worldmesh.world.sector.SectorId;

/** Edits are applied together when somebody looks or seals: nobody can tell when that was. */
@NullUnmarked // an unexpected null fails the test anyway
class PendingEditsPropertyTest {
    private static final String[] WORDS = {"fire", "grün", "a longer text than the column's places are wide"};

    /** One player who edits, and perhaps looks at everything after each edit. */
    private static final class Player {
        final Random random;
        final boolean looks;
        final Replica replica = new TestWorld().replica(1);
        final PrimitiveEdits edits = replica.primitives();
        final Row block = edits.row(Block.class);
        final Archetype make = edits.archetype(block);
        final long self = replica.self().replica();
        /** What each living entity's counter comes to, and the colour of its block. */
        final Map<Long, long[]> model = new LinkedHashMap<>();

        final List<String> told = new ArrayList<>();

        Player(long seed, boolean looks) {
            random = new Random(seed);
            this.looks = looks;
        }

        List<String> play(int steps) {
            for (int i = 0; i < steps; i++) {
                step(random.nextInt(100));
                if (looks) {
                    look();
                }
                if (random.nextInt(40) == 0) {
                    tell(TestWorld.NOON + i);
                }
            }
            look();
            tell(TestWorld.NOON + steps);
            told.add(replica.digest(SectorId.ORIGIN).toString());
            return told;
        }

        private void step(int dice) {
            int colour = random.nextInt(9);
            block.set(0, colour).set(1, WORDS[colour % 3]);
            int chosen = random.nextInt(1 + model.size());
            if (chosen == model.size() || dice < 10) {
                model.put(edits.spawn(SectorId.ORIGIN, make), new long[] {0, colour});
                return;
            }
            long entity = new ArrayList<>(model.keySet()).get(chosen);
            if (dice < 40) {
                edits.put(self, entity, block);
                model.get(entity)[1] = colour;
            } else if (dice < 70) {
                edits.add(self, entity, edits.type(Score.class), dice - 55);
                model.get(entity)[0] += dice - 55;
            } else if (dice < 85) {
                edits.include(self, entity, edits.element(Tags.class, WORDS[colour % 3]));
            } else if (dice < 95) {
                edits.exclude(self, entity, edits.element(Tags.class, WORDS[colour % 3]));
            } else {
                edits.delete(self, entity);
                model.remove(entity);
            }
        }

        private void look() {
            Row row = edits.row(Block.class);
            model.forEach((entity, expected) -> {
                assertEquals(expected[0], edits.sum(self, entity, edits.type(Score.class)));
                assertTrue(edits.read(self, entity, row));
                assertEquals(expected[1], row.integer(0));
            });
        }

        private void tell(long now) {
            replica.localChanges().forEach(change -> told.add(change.toString()));
            for (SignedBatch batch : replica.seal(now)) {
                told.add(HexFormat.of().formatHex(batch.encode()));
            }
        }
    }

    static LongStream seeds() {
        return IntStream.rangeClosed(1, 100).asLongStream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoLooksAfterEachEditSeesAndTellsWhatWhoLooksAtTheEndDoes(long seed) {
        List<String> looking = new Player(seed, true).play(200);

        List<String> blind = new Player(seed, false).play(200);

        assertEquals(looking, blind);
    }
}
