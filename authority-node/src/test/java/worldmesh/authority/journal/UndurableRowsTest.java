package worldmesh.authority.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.journal.JournalBatch.Row;

class UndurableRowsTest {
    private final UndurableRows rows = new UndurableRows();

    @Test
    void forgetsARowOnlyWhenItsNewestWriteIsOnDisk() {
        rows.add(1, List.of(new Row(Rows.bytes("a"), Rows.bytes("old"))));
        rows.add(2, List.of(new Row(Rows.bytes("a"), Rows.bytes("new"))));

        rows.forget(1);
        Row afterFirst = rows.find(Rows.bytes("a"));
        rows.forget(2);

        assertNotNull(afterFirst);
        assertArrayEquals(Rows.bytes("new"), afterFirst.value());
        assertNull(rows.find(Rows.bytes("a")));
    }

    @Test
    void listsThePrefixInUnsignedOrderAndKeepsDeletes() {
        byte[] high = {'p', (byte) 0xFF};
        byte[] low = {'p', 1};
        rows.add(1, List.of(new Row(high, Rows.bytes("h")), new Row(low, null), new Row(Rows.bytes("q"), null)));

        List<Row> found = rows.withPrefix(Rows.bytes("p"));

        assertEquals(2, found.size());
        assertArrayEquals(low, found.get(0).key());
        assertNull(found.get(0).value());
        assertArrayEquals(high, found.get(1).key());
    }
}
