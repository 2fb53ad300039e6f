package worldmesh.mesh.membership;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import worldmesh.runtime.identity.PeerId;

/** Who watches over whom among the members of a view: each over the one before and the one after it. Pure. */
public final class WatchRing {
    private WatchRing() {}

    /**
     * The members that {@code self} leaves to the watch of others: all that it {@code hears} but its two neighbours in
     * the ring of those; none if it is no member.
     */
    public static Set<PeerId> leftToOthers(View view, PeerId self, Predicate<PeerId> hears) {
        List<PeerId> ring = view.members().stream()
                .filter(member -> member.equals(self) || hears.test(member))
                .toList();
        int at = ring.indexOf(self);
        if (at < 0) {
            return Set.of();
        }
        Set<PeerId> others = new HashSet<>(ring);
        others.remove(self);
        others.remove(ring.get((at + 1) % ring.size()));
        others.remove(ring.get((at + ring.size() - 1) % ring.size()));
        return others;
    }
}
