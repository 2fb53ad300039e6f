package worldmesh.mesh.group;

import java.util.HashSet;
import java.util.Set;
import worldmesh.mesh.membership.View;
import worldmesh.mesh.membership.WatchRing;
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
        return view == null
                ? Set.of()
                : WatchRing.leftToOthers(
                        view, state.self, member -> state.hears(member) && !state.suspected.contains(member));
    }
}
