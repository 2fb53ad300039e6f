package worldmesh.authority.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;

/**
 * The CRITICAL cells of entities that a player may delete, as the committed log wrote them. A replica drops the cells
 * of the dead at once, and whether an entity is dead when an entry is audited is another question at every member; the
 * log is the same everywhere, so these rows are. They go when the log itself deletes the entity.
 */
public final class CriticalRows {
    private static final int KEY_BYTES = 20;

    private CriticalRows() {}

    /** Drafts what the batches of a committed entry do to the cells. */
    public static void advance(List<SignedBatch> batches, Schema schema, JournalBatch rows) {
        for (SignedBatch batch : batches) {
            for (Op op : batch.ops()) {
                if (op instanceof Op.Write write && isKept(write, schema)) {
                    rows.put(
                            key(write.entity(), write.component()),
                            write.value().array().clone());
                } else if (op instanceof Op.Delete delete && isMortal(delete.entity())) {
                    schema.components().stream()
                            .filter(type -> type.trust() == Trust.CRITICAL)
                            .forEach(type -> rows.delete(key(delete.entity(), type.id())));
                }
            }
        }
    }

    private static boolean isKept(Op.Write write, Schema schema) {
        ComponentType<?> type = schema.component(write.component());
        return type != null && type.trust() == Trust.CRITICAL && isMortal(write.entity());
    }

    /** An entity of the authority's dies by the log alone. */
    private static boolean isMortal(EntityId entity) {
        return entity.trust() != Trust.CRITICAL;
    }

    /** The value of a cell at the end of the committed log, null if it has none or the entity is the authority's. */
    static <T extends Record> @Nullable T value(RowReader rows, EntityId entity, ComponentType<T> type) {
        byte[] row = isMortal(entity) ? rows.get(key(entity, type.id())) : null;
        Record value = row == null ? null : type.codec().decode(row);
        return value == null ? null : type.type().cast(value);
    }

    private static byte[] key(EntityId entity, int component) {
        return Table.CRITICAL
                .key(KEY_BYTES)
                .putLong(entity.replica())
                .putLong(entity.counter())
                .putInt(component)
                .array();
    }
}
