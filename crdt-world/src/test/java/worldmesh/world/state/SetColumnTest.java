package worldmesh.world.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.CellKind;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotSet;

/** Sets as chains of marks beside plain ones, with few and with more elements, replicas and ops than a mark names. */
@NullUnmarked // an unexpected null fails the test anyway
class SetColumnTest {
    private static final int SLOTS = 8;

    private final Authors authors = new Authors();
    private final SetColumn column = new SetColumn(1, CellKind.ADD_WINS_SET, authors);
    private final DotSet[] model = new DotSet[SLOTS];

    private static byte[] bytes(Cell cell) {
        ByteWriter out = new ByteWriter();
        cell.encode(out);
        return out.toBytes();
    }

    private void compare(int slot, int elements) {
        assertArrayEquals(bytes(model[slot]), bytes(column.cell(slot)));
        ByteWriter value = new ByteWriter();
        column.writeValue(slot, value);
        assertArrayEquals(model[slot].value().array(), value.toBytes());
        assertEquals(model[slot].newestClock(), column.newestClock(slot));
        for (int element = 0; element < Math.min(elements, 8); element++) {
            String text = "e" + element;
            assertEquals(model[slot].contains(text), column.contains(slot, column.element(text)));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 4", "5, 40, 2000", "3000, 3, 16000", "4, 700, 100", "2500, 600, 3000"})
    void saysWhatAPlainSetSays(int elements, int replicas, int indices) {
        Random random = new Random(elements);
        column.reserve(SLOTS);
        // Numbers are given in the order of first use: the last ones are the great ones.
        for (int i = 0; i < elements; i++) {
            column.element("e" + i);
        }
        for (int i = 1; i <= replicas; i++) {
            authors.of(i);
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            model[slot] = new DotSet(CellKind.ADD_WINS_SET);
        }
        for (int step = 0; step < 6_000; step++) {
            int slot = random.nextInt(SLOTS);
            int element = random.nextBoolean() ? random.nextInt(elements) : random.nextInt(Math.min(4, elements));
            long replica = 1L + (random.nextBoolean() ? random.nextInt(replicas) : 0);
            int index = random.nextInt(indices);
            long clock = 1L + random.nextInt(40);
            String text = "e" + element;
            List<Dot> seen = model[slot].seen(text);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    model[slot].include(text, new Dot(replica, clock, index));
                    column.include(slot, column.element(text), authors.of(replica), clock, index);
                }
                case 3, 4 -> seen.forEach(dot -> exclude(slot, text, dot));
                case 5 -> exclude(slot, text, new Dot(replica, clock, index));
                case 6 -> {
                    if (random.nextInt(20) > 0) {
                        continue;
                    }
                    DotSet other = model[(slot + 1) % SLOTS];
                    model[slot].join(other);
                    column.join(slot, other);
                }
                default -> {
                    if (random.nextInt(200) == 0) {
                        column.drop(slot);
                        model[slot] = new DotSet(CellKind.ADD_WINS_SET);
                    }
                }
            }
            column.touch(slot);
            if (step % 50 == 0) {
                compare(slot, elements);
            }
        }
    }

    private void exclude(int slot, String text, Dot dot) {
        model[slot].exclude(text, List.of(dot));
        column.exclude(slot, column.element(text), authors.of(dot.replica()), dot.sequence(), dot.index());
    }
}
