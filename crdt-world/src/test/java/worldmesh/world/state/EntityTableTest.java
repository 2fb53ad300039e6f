package worldmesh.world.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.entity.EntityId;

@NullUnmarked // an unexpected null fails the test anyway
class EntityTableTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 3_000})
    void findsWhatWasAddedAndNotRemovedAndGivesFreeSlotsAgain(int range) {
        Random random = new Random(range);
        Authors authors = new Authors();
        EntityTable table = new EntityTable(authors);
        TreeMap<EntityId, Integer> model = new TreeMap<>();
        int most = 0;
        for (int step = 0; step < 20_000; step++) {
            EntityId id = new EntityId(-1L + random.nextInt(4), random.nextInt(range) - 1L);
            Integer slot = model.get(id);
            assertEquals(slot == null ? EntityTable.NONE : slot, table.find(id.replica(), id.counter()));
            if (slot == null) {
                model.put(id, table.add(authors.of(id.replica()), id.counter()));
            } else if (random.nextInt(3) == 0) {
                table.remove(slot);
                model.remove(id);
            }
            most = Math.max(most, model.size());
        }
        assertEquals(model.size(), table.size());
        assertEquals(most, table.limit());
        List<EntityId> inOrder = new ArrayList<>();
        for (int slot : table.inOrder()) {
            inOrder.add(new EntityId(table.replica(slot), table.counter(slot)));
        }
        assertEquals(List.copyOf(model.keySet()), inOrder);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 40, 3_000, 1L << 40, Long.MAX_VALUE / 50})
    void findsIdsThatFollowOneAnotherAndIdsThatAreFarApart(long step) {
        Random random = new Random(step);
        Authors authors = new Authors();
        EntityTable table = new EntityTable(authors);
        Map<EntityId, Integer> model = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            long counter = random.nextInt(3) == 0 ? random.nextInt(600) : random.nextInt(100) * step;
            EntityId id = new EntityId(random.nextInt(3), counter);
            Integer slot = model.get(id);
            assertEquals(slot == null ? EntityTable.NONE : slot, table.find(id.replica(), counter));
            if (slot == null) {
                model.put(id, table.add(authors.of(id.replica()), counter));
            } else if (random.nextInt(3) > 0) {
                table.remove(slot);
                model.remove(id);
            }
        }
        model.forEach((id, slot) -> assertEquals(slot, table.find(id.replica(), id.counter())));
        assertEquals(model.size(), table.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void findsThoseThatWereBornOneAfterTheOtherWhateverDiesAndIsBornLater(int seed) {
        Random random = new Random(seed);
        Authors authors = new Authors();
        EntityTable table = new EntityTable(authors);
        int creator = authors.of(7);
        int[] slots = new int[800];
        for (int serial = 0; serial < 400; serial++) {
            slots[serial] = table.add(creator, 4L * serial) + 1;
        }
        for (int step = 0; step < 3_000; step++) {
            int serial = random.nextInt(random.nextBoolean() ? 40 : slots.length);
            assertEquals(slots[serial] - 1, table.find(7L, 4L * serial));
            if (slots[serial] != 0) {
                table.remove(slots[serial] - 1);
                slots[serial] = 0;
            } else {
                slots[serial] = table.add(creator, 4L * serial) + 1;
            }
        }
        for (int serial = 0; serial < slots.length; serial++) {
            assertEquals(slots[serial] - 1, table.find(7L, 4L * serial));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 500})
    void anIndexOverTablesFindsWhatIsInThem(int range) {
        Random random = new Random(range);
        Authors authors = new Authors();
        List<EntityTable> tables =
                List.of(new EntityTable(authors), new EntityTable(authors), new EntityTable(authors));
        SlotIndex index = new SlotIndex() {
            @Override
            EntityTable table(int number) {
                return tables.get(number);
            }
        };
        Map<EntityId, Integer> model = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            EntityId id = new EntityId(random.nextInt(3) - 1L, random.nextInt(range));
            long ref = index.find(id.replica(), id.counter());
            Integer number = model.get(id);
            assertEquals(number == null, ref == SlotIndex.NONE);
            if (number == null) {
                int to = random.nextInt(tables.size());
                index.put(to, tables.get(to).add(authors.of(id.replica()), id.counter()));
                model.put(id, to);
            } else {
                assertEquals(number, SlotIndex.number(ref));
                EntityTable table = tables.get(number);
                assertTrue(table.counter(SlotIndex.slot(ref)) == id.counter());
                index.remove(id.replica(), id.counter());
                table.remove(SlotIndex.slot(ref));
                model.remove(id);
            }
        }
    }
}
