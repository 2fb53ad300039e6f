package worldmesh.world.state;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.TreeCell;
import worldmesh.world.entity.EntityId;

/** Moves in a tree; remembers the new ones until a {@link MoveForest} has taken them. Not thread-safe. */
final class TreeColumn extends ObjectColumn {
    /** With more than this the forest is better grown anew. */
    private static final int MAX_NEW = 4096;

    private final List<Fresh> fresh = new ArrayList<>();
    private int leaps;

    /** A move that no forest took yet. */
    record Fresh(EntityId entity, TreeCell.Move move) {}

    TreeColumn(int component) {
        super(component);
    }

    void move(int slot, EntityId entity, TreeCell.Move move) {
        if (touch(slot, TreeCell.class, TreeCell::new).move(move)) {
            fresh.add(new Fresh(entity, move));
            if (fresh.size() > MAX_NEW) {
                leap();
            }
        }
    }

    /** Anything but single moves happened. */
    private void leap() {
        leaps++;
        fresh.clear();
    }

    /** Rises when the cells change by anything but moves, which are then to be read anew. */
    int leaps() {
        return leaps;
    }

    /** The moves since the last call. */
    List<Fresh> takeFresh() {
        List<Fresh> out = List.copyOf(fresh);
        fresh.clear();
        return out;
    }

    @Override
    void join(int slot, Cell other) {
        super.join(slot, other);
        leap();
    }

    @Override
    void drop(int slot) {
        if (has(slot)) {
            leap();
        }
        super.drop(slot);
    }

    @Override
    void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in) {
        super.decode(slots, places, budget, in);
        leap();
    }
}
