package worldmesh.mesh.group;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/** What this member knows of its party and whom it hears. Confined to the party's loop. */
final class PartyState {
    /** A joiner that was let through counts this long against the limit, until a view has it. */
    private static final long JOINING_NANOS = 3_000_000_000L;

    final PeerId self;
    final int membersMax;
    final Set<PeerId> admitted = new LinkedHashSet<>();
    final Set<PeerId> linked = new HashSet<>();

    /** Linked peers that have been silent for the links' suspect time. */
    final Set<PeerId> silent = new HashSet<>();

    final Set<PeerId> suspected = new LinkedHashSet<>();

    /** Peers that this member evicted and did not admit again. */
    final Set<PeerId> evicted = new HashSet<>();

    /** Members that said they leave. */
    final Set<PeerId> leaving = new HashSet<>();

    /** Members of the view that began anew, so that they are not members any more. */
    final Set<PeerId> gone = new HashSet<>();

    private final Map<PeerId, Long> joining = new HashMap<>(); // looked up and counted only

    /** This member's address in its present stay. */
    GroupAddress address;

    @Nullable View view;

    /** The view with the stays of its members. */
    org.jgroups.@Nullable View group;

    PartyState(PeerId self, int membersMax) {
        this.self = self;
        this.membersMax = membersMax;
        this.address = new GroupAddress(self, GroupAddress.ANY);
    }

    /** True if {@code peer} is a fellow whose link is alive and that has not said it leaves. */
    boolean hears(PeerId peer) {
        return admitted.contains(peer) && linked.contains(peer) && !silent.contains(peer) && !leaving.contains(peer);
    }

    /** The fellows that are heard, in the order they were admitted. */
    List<PeerId> heard() {
        return admitted.stream().filter(this::hears).toList();
    }

    /**
     * True if {@code peer} may speak for the view: it coordinates it, or all before it are not heard here. This member
     * itself is never passed over but when {@code evenSelf} says so: it may have stood still.
     */
    boolean mayCoordinate(PeerId peer, boolean evenSelf) {
        View current = view;
        if (current == null || !current.contains(peer)) {
            return false;
        }
        for (PeerId senior : current.members()) {
            if (senior.equals(peer)) {
                return true;
            }
            boolean passed = senior.equals(self)
                    ? evenSelf
                    : !hears(senior) || suspected.contains(senior) || gone.contains(senior);
            if (!passed) {
                return false;
            }
        }
        return false;
    }

    /** True if there is a view without {@code peer}. */
    boolean isOutside(PeerId peer) {
        return view != null && !view.contains(peer);
    }

    boolean coordinates() {
        return view != null && view.coordinator().equals(self);
    }

    /** True if one more may join; counts those that were let through and are not in a view yet. */
    boolean letsThrough(PeerId joiner, long now) {
        View current = view;
        if (current == null || current.contains(joiner)) {
            return true;
        }
        joining.values().removeIf(since -> now - since > JOINING_NANOS);
        joining.keySet().removeIf(current::contains);
        if (!joining.containsKey(joiner) && current.members().size() + joining.size() >= membersMax) {
            return false;
        }
        joining.put(joiner, now);
        return true;
    }

    void install(org.jgroups.View installed) {
        View next = GroupAddress.view(installed);
        group = installed;
        view = next;
        suspected.retainAll(next.members());
        leaving.retainAll(next.members());
        gone.clear();
    }

    /** Is in no view any more; keeps whom it admitted and whom it hears. */
    void forgetView() {
        view = null;
        group = null;
        suspected.clear();
        leaving.clear();
        gone.clear();
        joining.clear();
    }
}
