package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.component.Element;
import worldmesh.world.component.Row;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.TestWorld.Block;
import worldmesh.world.replica.TestWorld.Position;
import worldmesh.world.replica.TestWorld.Score;
import worldmesh.world.replica.TestWorld.Tags;
import worldmesh.world.sector.SectorId;

/**
 * One random history, told once by records and once by primitives: every batch is the same byte for byte, so is what
 * the world shows, and primitives read what records read.
 */
class PrimitiveEditsPropertyTest {
    private static final String[] WORDS = {"", "grün", "fire", "a longer text than the column's places are wide"};
    private static final SectorId[] SECTORS = {SectorId.ORIGIN, new SectorId(1, 0, 0)};

    /** A pair of players, and the tongue in which they edit. */
    private static final class Table {
        final boolean primitive;
        final TestWorld world = new TestWorld();
        final Replica[] players = {world.replica(1), world.replica(2)};
        final Random random;
        final List<EntityId> entities = new ArrayList<>();
        final List<byte[]> batches = new ArrayList<>();
        private final Row[] blocks = new Row[2];
        private final Row[] places = new Row[2];
        private final Archetype[] blockMakes = new Archetype[2];
        private final Archetype[] bothMakes = new Archetype[2];

        Table(long seed, boolean primitive) {
            this.primitive = primitive;
            random = new Random(seed);
            players[0].learn(players[1].self().certificate());
            players[1].learn(players[0].self().certificate());
            for (int i = 0; i < 2; i++) {
                PrimitiveEdits edits = players[i].primitives();
                blocks[i] = edits.row(Block.class);
                places[i] = edits.row(Position.class);
                blockMakes[i] = edits.archetype(blocks[i]);
                bothMakes[i] = edits.archetype(blocks[i], places[i]);
            }
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                int player = random.nextInt(2);
                int dice = random.nextInt(100);
                if (dice < 88) {
                    edit(player, random.nextInt(100));
                } else {
                    exchange(TestWorld.NOON + i);
                }
            }
            exchange(TestWorld.NOON + steps);
        }

        private void exchange(long now) {
            for (int i = 0; i < 2; i++) {
                for (SignedBatch batch : players[i].seal(now)) {
                    batches.add(batch.encode());
                    players[1 - i].merge(batch, now);
                }
            }
        }

        private void edit(int player, int dice) {
            SectorId sector = SECTORS[random.nextInt(4) == 0 ? 1 : 0];
            if (entities.isEmpty() || dice < 12) {
                entities.add(spawn(player, sector, dice % 3 == 0));
                return;
            }
            EntityId entity = entities.get(random.nextInt(entities.size()));
            int number = random.nextInt(7) - 3;
            String word = WORDS[random.nextInt(WORDS.length)];
            Replica replica = players[player];
            try {
                if (dice < 16) {
                    replica.move(entity, sector);
                } else if (dice < 20) {
                    replica.transfer(entity, players[1 - player].self().peer());
                } else {
                    change(player, entity, dice, number, word);
                }
            } catch (IllegalStateException refused) {
                batches.add(new byte[] {(byte) dice});
            }
        }

        private EntityId spawn(int player, SectorId sector, boolean both) {
            Replica replica = players[player];
            Block block = new Block(random.nextInt(1_000) - 500, WORDS[random.nextInt(WORDS.length)]);
            Position place = new Position(random.nextInt(100) / 10f, -random.nextInt(100));
            if (!primitive) {
                return both ? replica.spawn(sector, block, place) : replica.spawn(sector, block);
            }
            blocks[player].set(0, block.colour()).set(1, block.label());
            places[player].set(0, (double) place.x()).set(1, (double) place.y());
            Archetype make = both ? bothMakes[player] : blockMakes[player];
            return new EntityId(replica.self().replica(), replica.primitives().spawn(sector, make));
        }

        private void change(int player, EntityId entity, int dice, int number, String word) {
            Replica replica = players[player];
            PrimitiveEdits edits = replica.primitives();
            long maker = entity.replica();
            long counter = entity.counter();
            if (dice < 40 && primitive) {
                edits.put(maker, counter, blocks[player].set(0, number).set(1, word));
            } else if (dice < 40) {
                replica.put(entity, new Block(number, word));
            } else if (dice < 50 && primitive) {
                edits.put(maker, counter, places[player].set(0, number / 8.0).set(1, 1.0));
            } else if (dice < 50) {
                replica.put(entity, new Position(number / 8f, 1));
            } else if (dice < 64 && primitive) {
                edits.add(maker, counter, edits.type(Score.class), number);
            } else if (dice < 64) {
                replica.add(entity, Score.class, number);
            } else if (dice < 95) {
                element(player, entity, dice < 80, word);
            } else if (primitive) {
                edits.delete(maker, counter);
            } else {
                replica.delete(entity);
            }
        }

        private void element(int player, EntityId entity, boolean joins, String word) {
            Replica replica = players[player];
            PrimitiveEdits edits = replica.primitives();
            Element element = edits.element(Tags.class, word);
            if (primitive && joins) {
                edits.include(entity.replica(), entity.counter(), element);
            } else if (primitive) {
                edits.exclude(entity.replica(), entity.counter(), element);
            } else if (joins) {
                replica.addElement(entity, Tags.class, word);
            } else {
                replica.removeElement(entity, Tags.class, word);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void recordsAndPrimitivesWriteTheSameBatches(long seed) {
        Table records = new Table(seed, false);
        Table primitives = new Table(seed, true);

        records.run(400);
        primitives.run(400);

        assertEquals(records.entities, primitives.entities);
        assertEquals(records.batches.size(), primitives.batches.size());
        for (int i = 0; i < records.batches.size(); i++) {
            org.junit.jupiter.api.Assertions.assertArrayEquals(
                    records.batches.get(i), primitives.batches.get(i), "batch " + i);
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(records.players[i].digest(), primitives.players[i].digest());
        }
        assertEquals(primitives.players[0].digest(), primitives.players[1].digest());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void primitivesReadWhatRecordsRead(long seed) {
        Table table = new Table(seed, true);
        table.run(300);
        Replica replica = table.players[0];
        PrimitiveEdits edits = replica.primitives();
        Row block = edits.row(Block.class);
        Element fire = edits.element(Tags.class, "fire");
        int[] seen = new int[2];

        for (SectorId sector : SECTORS) {
            edits.each(sector, block, (maker, counter) -> {
                EntityId entity = new EntityId(maker, counter);
                Block read = Objects.requireNonNull(replica.get(entity, Block.class));
                Score score = replica.get(entity, Score.class);
                Tags tags = replica.get(entity, Tags.class);

                assertEquals(sector, replica.sectorOf(entity));
                assertEquals(read.colour(), block.integer(0));
                assertEquals(
                        read.label(),
                        new String(block.utf8(1), 0, block.length(1), java.nio.charset.StandardCharsets.UTF_8));
                assertEquals(score == null ? 0 : score.points(), edits.sum(maker, counter, edits.type(Score.class)));
                assertEquals(tags != null && tags.all().contains("fire"), edits.contains(maker, counter, fire));
                seen[0]++;
            });
            edits.each(sector, edits.type(Score.class), (maker, counter, sum) -> {
                Score score = assertNotNullScore(replica, new EntityId(maker, counter));
                assertEquals(score.points(), sum);
                seen[1]++;
            });
        }

        int[] expected = new int[2];
        replica.each(null, Block.class, (entity, value) -> expected[0]++);
        replica.each(null, Score.class, (entity, value) -> expected[1]++);
        assertTrue(expected[0] > 10);
        assertEquals(List.of(expected[0], expected[1]), List.of(seen[0], seen[1]));
    }

    private static Score assertNotNullScore(Replica replica, EntityId entity) {
        Score score = replica.get(entity, Score.class);
        assertNotNull(score);
        return score;
    }

    @ParameterizedTest
    @ValueSource(longs = {31})
    void aFieldIsChangedAndTheOthersStay(long seed) {
        Replica replica = new Table(seed, true).players[0];
        PrimitiveEdits edits = replica.primitives();
        Row block = edits.row(Block.class).set(0, 7).set(1, "stone");
        long maker = replica.self().replica();
        long counter = edits.spawn(SectorId.ORIGIN, edits.archetype(block));
        edits.include(maker, counter, edits.element(Tags.class, "wet"));

        boolean changed = edits.set(maker, counter, edits.row(Block.class), block.field("colour"), 9);

        EntityId entity = new EntityId(maker, counter);
        assertTrue(changed);
        assertEquals(new Block(9, "stone"), replica.get(entity, Block.class));
        assertEquals(new Tags(Set.of("wet")), replica.get(entity, Tags.class));
    }
}
