package worldmesh.peer.view;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;

/**
 * Hands frames of some components over to other threads: one thread writes and publishes, any number reads the latest
 * frame without waiting or being waited for. All of it is one volatile write and one volatile read of what never
 * changes.
 */
public final class SharedCells {
    private final List<Class<? extends Record>> types;
    private final CellPages[] pages;
    private final boolean[] touched;
    private boolean changed;
    private volatile WorldFrame latest;

    /** Empty; of these types. */
    public SharedCells(List<Class<? extends Record>> types) {
        this(types, CellPages::new);
    }

    SharedCells(List<Class<? extends Record>> types, Supplier<CellPages> fresh) {
        this.types = List.copyOf(types);
        this.pages = new CellPages[types.size()];
        this.touched = new boolean[types.size()];
        CellPages.Table[] tables = new CellPages.Table[types.size()];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = fresh.get();
            tables[i] = pages[i].freeze();
        }
        latest = new WorldFrame(0, 0, this.types, tables);
    }

    /** The writer: a cell has another value, or none. It is seen with the next {@link #publish}. */
    public void put(EntityId entity, Class<? extends Record> type, @Nullable Record value) {
        int at = types.indexOf(type);
        if (at >= 0) {
            pages[at].put(entity, value);
            touched[at] = true;
            changed = true;
        }
    }

    /** The writer: all that was put since the last call is seen at once. */
    public void publish(long worldMillis) {
        if (!changed) {
            return;
        }
        changed = false;
        WorldFrame before = latest;
        CellPages.Table[] tables = new CellPages.Table[pages.length];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = touched[i] ? pages[i].freeze() : before.table(i);
            touched[i] = false;
        }
        latest = new WorldFrame(before.number() + 1, worldMillis, types, tables);
    }

    /** Any thread: the latest frame. */
    public WorldFrame latest() {
        return latest;
    }
}
