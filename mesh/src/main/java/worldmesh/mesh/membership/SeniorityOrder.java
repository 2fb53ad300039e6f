package worldmesh.mesh.membership;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/** In which order members stand in a view. Pure. */
public final class SeniorityOrder {
    private SeniorityOrder() {}

    /** The members of {@code current} without {@code gone}, then {@code joined}: who is new is youngest. */
    public static List<PeerId> change(List<PeerId> current, Set<PeerId> gone, List<PeerId> joined) {
        Set<PeerId> members = new LinkedHashSet<>(current);
        members.removeAll(gone);
        members.addAll(joined);
        return List.copyOf(members);
    }

    /**
     * The sides of a split in one order: the larger first; of equal ones the one that holds {@code commonCoordinator},
     * the coordinator of the last view they shared; then by the id of their first members. Within a side the order
     * stays.
     */
    public static List<PeerId> merge(List<List<PeerId>> sides, @Nullable PeerId commonCoordinator) {
        List<List<PeerId>> ordered = new ArrayList<>(sides);
        ordered.sort(Comparator.<List<PeerId>>comparingInt(side -> -side.size())
                .thenComparing(side -> commonCoordinator != null && side.contains(commonCoordinator) ? 0 : 1)
                .thenComparing(side -> side.get(0)));
        Set<PeerId> members = new LinkedHashSet<>();
        ordered.forEach(members::addAll);
        return List.copyOf(members);
    }
}
