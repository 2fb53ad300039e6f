package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;

/** The changes of one batch after the other: as they are if there is but one. Not thread-safe. */
final class ToldChanges {
    private final List<List<Change>> parts = new ArrayList<>(1);

    void add(List<Change> part) {
        parts.add(part);
    }

    List<Change> all() {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<Change> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }
}
