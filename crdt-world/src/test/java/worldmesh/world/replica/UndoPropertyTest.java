package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.causal.Dot;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.GridCells;
import worldmesh.world.crdt.PnCounter;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * Laws of undoing over random edits of all kinds. A failure names its seed; {@code -Dworldmesh.histories=100000} runs
 * as many.
 */
@NullUnmarked // an unexpected null fails the test anyway
class UndoPropertyTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 150);
    private static final SectorId NEXT = new SectorId(1, 0, 0);

    private final TestWorld world = new TestWorld();

    private static EntityId board(Replica replica) {
        EntityId entity = replica.spawn(SectorId.ORIGIN, new TestWorld.Block(0, ""));
        replica.add(entity, TestWorld.Score.class, 1);
        replica.addElement(entity, TestWorld.Tags.class, "t0");
        replica.enable(entity, TestWorld.Open.class);
        replica.bind(entity, TestWorld.Gear.class, "k0", "v");
        replica.paint(entity, TestWorld.Chunk.class, 0, 3, 1);
        replica.insertText(entity, TestWorld.Sign.class, 0, "begin");
        return entity;
    }

    private static void edit(Replica player, EntityId entity, Random random) {
        String name = "t" + random.nextInt(3);
        String key = "k" + random.nextInt(3);
        switch (random.nextInt(11)) {
            case 0, 1 -> player.put(entity, new TestWorld.Block(random.nextInt(5), "b"));
            case 2 -> player.add(entity, TestWorld.Score.class, random.nextInt(21) - 10);
            case 3 -> player.addElement(entity, TestWorld.Tags.class, name);
            case 4 -> player.removeElement(entity, TestWorld.Tags.class, name);
            case 5 -> player.bind(entity, TestWorld.Gear.class, key, "v" + random.nextInt(4));
            case 6 -> player.unbind(entity, TestWorld.Gear.class, key);
            case 7 -> {
                if (random.nextBoolean()) {
                    player.enable(entity, TestWorld.Open.class);
                } else {
                    player.disable(entity, TestWorld.Open.class);
                }
            }
            case 8 ->
                player.paint(
                        entity, TestWorld.Chunk.class, random.nextInt(12), 1 + random.nextInt(6), random.nextInt(4));
            default -> type(player, entity, random);
        }
    }

    private static void type(Replica player, EntityId entity, Random random) {
        int length = Objects.requireNonNull(player.get(entity, TestWorld.Sign.class))
                .text()
                .length();
        int at = random.nextInt(length + 1);
        if (random.nextInt(5) < 2) {
            player.deleteText(entity, TestWorld.Sign.class, at, Math.min(length - at, 1 + random.nextInt(4)));
        } else {
            player.insertText(entity, TestWorld.Sign.class, at, "uvwxyz".substring(random.nextInt(6)));
        }
    }

    @Test
    void undoingGoesBackStepByStepAndRedoingForthIfNobodyElseWrote() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Replica ann = world.replica(1_000L + seed);
            List<EntityId> boards = List.of(board(ann), board(ann));
            UndoStack stack = ann.history().undoStack();
            List<String> states = new ArrayList<>(List.of(shown(ann, boards)));
            int at = 0;
            for (int i = 0; i < 60; i++) {
                String where = "seed " + seed + ", turn " + i;
                int dice = random.nextInt(10);
                if (dice < 4 || at == 0) {
                    stack.record(() -> {
                        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                            edit(ann, boards.get(random.nextInt(2)), random);
                        }
                    });
                    at = step(shown(ann, boards), stack, states);
                } else if (dice < 7 || at == states.size() - 1) {
                    stack.undo();
                    assertEquals(states.get(--at), shown(ann, boards), where);
                } else {
                    stack.redo();
                    assertEquals(states.get(++at), shown(ann, boards), where);
                }
                if (random.nextInt(6) == 0) {
                    ann.seal(TestWorld.NOON + i);
                }
            }
        }
    }

    private static String shown(Replica replica, List<EntityId> boards) {
        StringBuilder out = new StringBuilder();
        for (EntityId entity : boards) {
            for (Record value : replica.components(entity)) {
                out.append(value instanceof TestWorld.Chunk chunk ? tiles(chunk) : value)
                        .append(' ');
            }
        }
        return out.toString();
    }

    private static String tiles(TestWorld.Chunk chunk) {
        StringBuilder out = new StringBuilder();
        for (int tile = 0; tile < 20; tile++) {
            out.append(chunk.tiles().at(tile));
        }
        return out.toString();
    }

    /** A recording that changed nothing is no step; any other forgets what could be redone. */
    private static int step(String shown, UndoStack stack, List<String> states) {
        int steps = stack.steps();
        if (!stack.canRedo()) {
            states.subList(Math.min(steps, states.size()), states.size()).clear();
        }
        if (steps == states.size()) {
            states.add(shown);
        }
        assertEquals(states.get(steps), shown);
        return steps;
    }

    @Test
    void undoingNeverChangesWhatAnotherWrote() {
        int undone = 0;
        int left = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Replica ann = world.replica(10_000L + seed);
            Replica bob = world.replica(20_000L + seed);
            ann.learn(bob.self().certificate());
            bob.learn(ann.self().certificate());
            List<EntityId> boards = List.of(board(ann), board(ann));
            exchange(ann, bob);
            UndoStack stack = ann.history().undoStack();
            for (int i = 0; i < 60; i++) {
                EntityId any = boards.get(random.nextInt(2));
                switch (random.nextInt(8)) {
                    case 0, 1 -> stack.record(() -> edit(ann, any, random));
                    case 2 -> edit(ann, any, random);
                    case 3, 4 -> edit(bob, any, random);
                    case 5 -> exchange(ann, bob);
                    default -> {
                        boolean again = random.nextInt(3) == 0;
                        Map<String, Object> before = written(ann, boards, bob, again);
                        Undone out = again ? stack.redo() : stack.undo();
                        undone += out.changed();
                        left += out.left();
                        Map<String, Object> after = written(ann, boards, bob, again);
                        // What an own binding hid may come to light.
                        after.keySet().retainAll(before.keySet());
                        assertEquals(before, after, "seed " + seed + ", turn " + i);
                    }
                }
                if (random.nextInt(40) == 0) {
                    bob.move(any, random.nextBoolean() ? NEXT : SectorId.ORIGIN);
                }
            }
            exchange(ann, bob);
            assertEquals(ann.digest(), bob.digest(), "seed " + seed);
        }
        assertTrue(undone > HISTORIES && left > HISTORIES / 4, undone + " undone, " + left + " left");
    }

    private static void exchange(Replica ann, Replica bob) {
        List<SignedBatch> hers = ann.seal(TestWorld.NOON);
        List<SignedBatch> his = bob.seal(TestWorld.NOON);
        hers.forEach(batch -> bob.merge(batch, TestWorld.NOON));
        his.forEach(batch -> ann.merge(batch, TestWorld.NOON));
    }

    /** All that shows and is by another; with what own bindings hide, which redoing them may do. */
    private static Map<String, Object> written(Replica reader, List<EntityId> boards, Replica other, boolean hidden) {
        long by = other.self().replica();
        Map<String, Object> out = new TreeMap<>();
        for (EntityId entity : boards) {
            reader.book.residents().resident(entity).cells().each((component, cell) -> {
                String name = entity + "/" + component + "/";
                if (cell instanceof DotMap map && hidden) {
                    map.entries()
                            .keySet()
                            .forEach(key -> dots(map.seen(key), by).forEach(dot -> out.put(name + key + dot, true)));
                } else {
                    written(cell, by, name, out);
                }
            });
        }
        return out;
    }

    private static void written(Cell cell, long by, String cellName, Map<String, Object> out) {
        if (cell instanceof Register register && register.stamp().replica() == by) {
            out.put(cellName, register.value());
        } else if (cell instanceof PnCounter counter) {
            counter.each((replica, sector, plus, minus) -> {
                if (replica == by) {
                    out.put(cellName + sector, plus + " " + minus);
                }
            });
        } else if (cell instanceof DotSet set) {
            set.elements()
                    .forEach(element ->
                            dots(set.seen(element), by).forEach(dot -> out.put(cellName + element + dot, true)));
        } else if (cell instanceof DotMap map) {
            mapped(map, by, cellName, out);
        } else if (cell instanceof GridCells grid) {
            painted(grid, by, cellName, out);
        } else if (cell instanceof SequenceCell text) {
            StringBuilder typed = new StringBuilder();
            text.sequence().each((author, counter, units, seen) -> {
                if (seen && author.replica() == by) {
                    typed.append(units);
                }
            });
            out.put(cellName, typed.toString());
        }
    }

    private static void mapped(DotMap map, long by, String cellName, Map<String, Object> out) {
        map.entries().forEach((key, value) -> {
            if (map.winner(key).replica() == by) {
                out.put(cellName + key, value);
            }
        });
    }

    private static void painted(GridCells grid, long by, String cellName, Map<String, Object> out) {
        for (int tile = 0; tile < 20; tile++) {
            if (grid.winner(tile) != null && grid.winner(tile).replica() == by) {
                out.put(cellName + tile, grid.tile(tile));
            }
        }
    }

    private static List<Dot> dots(List<Dot> seen, long by) {
        return seen.stream().filter(dot -> dot.replica() == by).toList();
    }
}
