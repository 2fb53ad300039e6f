package worldmesh.world.replica;

import java.util.List;

/**
 * At a position of a list so many values gave way to others. The edits of one change are by position, each where it is
 * once those before it are made.
 */
public record ListEdit(int position, int deleted, List<?> inserted) {
    /** Copies the values. */
    public ListEdit {
        inserted = List.copyOf(inserted);
    }
}
