package worldmesh.mesh.group;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/**
 * Parts the watch among the members: each watches over those before and after it in the ring of members it hears, and
 * is watched by both. Fellows outside the view are watched by everybody. Confined to the party's loop.
 */
final class RingWatch {
    private final PartyState state;
    private final PartyLinks links;
    private Set<PeerId> calm = Set.of();

    RingWatch(PartyState state, PartyLinks links) {
        this.state = state;
        this.links = links;
    }

    /** A link to {@code peer} has come up, and begins attentive. */
    void onLinkUp(PeerId peer) {
        calm = new HashSet<>(calm);
        calm.remove(peer);
    }

    /** The view changed, or who is heard of it. */
    void turn() {
        Set<PeerId> before = calm;
        Set<PeerId> next = watchedByOthers();
        calm = next;
        next.stream().filter(peer -> !before.contains(peer)).forEach(peer -> links.calm(peer, true));
        before.stream().filter(peer -> !next.contains(peer)).forEach(peer -> links.calm(peer, false));
    }

    private Set<PeerId> watchedByOthers() {
        View view = state.view;
        if (view == null) {
            return Set.of();
        }
        List<PeerId> ring = view.members().stream()
                .filter(member ->
                        member.equals(state.self) || (state.hears(member) && !state.suspected.contains(member)))
                .toList();
        int self = ring.indexOf(state.self);
        if (self < 0) {
            return Set.of();
        }
        Set<PeerId> others = new HashSet<>(ring);
        others.remove(state.self);
        others.remove(ring.get((self + 1) % ring.size()));
        others.remove(ring.get((self + ring.size() - 1) % ring.size()));
        return others;
    }
}
