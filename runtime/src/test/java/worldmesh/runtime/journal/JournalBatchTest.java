package worldmesh.runtime.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JournalBatchTest {
    @Test
    void keepsWritesInOrder() {
        var batch = new JournalBatch().put(new byte[] {1}, new byte[] {2, 3}).delete(new byte[] {4});

        assertEquals(2, batch.rows().size());
        assertNull(batch.rows().get(1).value());
        assertEquals(4, batch.bytes());
    }

    @Test
    void showsItsRowsReadOnly() {
        var batch = new JournalBatch();

        assertTrue(batch.isEmpty());
        assertThrows(
                UnsupportedOperationException.class, () -> batch.rows().add(new JournalBatch.Row(new byte[0], null)));
    }
}
