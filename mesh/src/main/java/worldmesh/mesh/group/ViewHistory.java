package worldmesh.mesh.group;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/** The last views of a stay. Written by the party's loop, read by any thread. */
final class ViewHistory {
    /** Views remembered, to find the last one that the sides of a split shared. */
    private static final int VIEWS_MAX = 16;

    private final ArrayDeque<View> views = new ArrayDeque<>();
    private volatile List<View> past = List.of();

    void add(View view) {
        views.addLast(view);
        if (views.size() > VIEWS_MAX) {
            views.removeFirst();
        }
        past = List.copyOf(views);
    }

    void clear() {
        views.clear();
        past = List.of();
    }

    /** True if more were in view before than are now, and all of them are among these. */
    boolean isReunionOf(Collection<PeerId> together) {
        List<View> all = past;
        return all.stream().allMatch(view -> together.containsAll(view.members()))
                && all.stream()
                        .anyMatch(view -> view.members().size()
                                > all.get(all.size() - 1).members().size());
    }

    /** The coordinator of the last view that all these sides shared, null if there is none. */
    @Nullable PeerId commonCoordinator(List<List<PeerId>> sides) {
        List<View> all = past;
        for (int i = all.size() - 1; i >= 0; i--) {
            View view = all.get(i);
            if (sides.stream().allMatch(side -> side.stream().anyMatch(view::contains))) {
                return view.coordinator();
            }
        }
        return null;
    }
}
