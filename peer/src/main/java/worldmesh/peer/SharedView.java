package worldmesh.peer;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.view.SharedCells;
import worldmesh.peer.view.WorldFrame;

/**
 * A part of the world for other threads: a renderer, a pathfinder or a web page reads {@link #latest} whenever it likes
 * while the world's thread goes on. An update costs what it changed, a read nothing. Ends with {@link #close}, on the
 * world's thread; readers keep the last frame.
 */
public final class SharedView implements AutoCloseable {
    private final World world;
    private final SharedCells cells;
    private final List<CellObserver> observers = new ArrayList<>();
    private final Runnable publish;

    SharedView(World world, List<Class<? extends Record>> types) {
        this.world = world;
        this.cells = new SharedCells(types);
        this.publish = () -> cells.publish(world.core().worldMillis());
        for (Class<? extends Record> type : types) {
            CellObserver observer = new CellObserver(
                    "shared view of " + type.getSimpleName(),
                    type,
                    (entity, old, now, origin) -> cells.put(entity, type, now));
            observers.add(observer);
            world.core().observers().add(observer);
        }
        world.core().observers().afterFlush(publish);
    }

    /** The world at the end of the last update that changed it. Any thread, at any time. */
    public WorldFrame latest() {
        return cells.latest();
    }

    @Override
    public void close() {
        world.checkedCore();
        observers.forEach(world.core().observers()::remove);
        world.core().observers().removeAfterFlush(publish);
    }
}
