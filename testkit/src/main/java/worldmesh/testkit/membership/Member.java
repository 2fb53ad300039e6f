package worldmesh.testkit.membership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Exclusion;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.MembershipEvent.Unsuspected;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.mesh.membership.MembershipInbox;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/** What one simulated peer knows of its party. */
final class Member {
    /** Views remembered, to find the last one that two sides of a split shared. */
    private static final int HISTORY = 16;

    final PeerId self;
    final MembershipInbox inbox = new MembershipInbox();
    final Set<PeerId> admitted = new TreeSet<>();
    final Set<PeerId> evicting = new TreeSet<>();
    final Set<PeerId> suspected = new TreeSet<>();

    /** Members of the view that are known to be gone: they left, began anew, or do not take the view. */
    final Set<PeerId> gone = new TreeSet<>();

    final Map<PeerId, Long> heard = new TreeMap<>();
    final Map<PeerId, Long> behindSince = new TreeMap<>();
    final ArrayDeque<View> history = new ArrayDeque<>();

    private final LongSupplier numbers;

    @Nullable PartyId party;

    @Nullable ViewInstalled installed;

    /** The number of this stay in the party: who comes back is not the member that the others knew. */
    long stay;

    /** The stays of the members of the view, as its maker knew them. */
    private Map<PeerId, Long> stays = Map.of();

    boolean stalled;
    boolean dead;

    Member(PeerId self, LongSupplier numbers) {
        this.self = self;
        this.numbers = numbers;
        this.stay = numbers.getAsLong();
    }

    /** A view and the stays of its members. */
    record Proposal(ViewInstalled event, Map<PeerId, Long> stays) {}

    /** The stays of those among {@code peers} that are in the view. */
    Map<PeerId, Long> staysOf(List<PeerId> peers) {
        Map<PeerId, Long> known = new TreeMap<>(stays);
        known.keySet().retainAll(peers);
        return known;
    }

    /** True if the view has {@code other} in its present stay. */
    boolean counts(Member other) {
        return Long.valueOf(other.stay).equals(stays.get(other.self));
    }

    /** The view as it is carried to its members; null while in none. */
    @Nullable Proposal proposal() {
        return installed == null ? null : new Proposal(installed, stays);
    }

    boolean running() {
        return party != null && !stalled && !dead;
    }

    @Nullable View view() {
        return installed == null ? null : installed.view();
    }

    boolean joining() {
        return running() && installed == null;
    }

    /** The members of the view that this one counts on, in order. */
    List<PeerId> counted() {
        View view = view();
        List<PeerId> members = new ArrayList<>(view == null ? List.of() : view.members());
        members.removeIf(peer -> suspected.contains(peer) || gone.contains(peer) || evicting.contains(peer));
        return members;
    }

    /** True if this one makes the views: all before it are gone. */
    boolean coordinates() {
        List<PeerId> counted = counted();
        return running() && !counted.isEmpty() && counted.get(0).equals(self);
    }

    /** Takes a view if the contract lets it; true if the view is this member's now. */
    boolean take(Proposal proposal, long now) {
        ViewInstalled event = proposal.event();
        View next = event.view();
        View current = view();
        if (!Long.valueOf(stay).equals(proposal.stays().get(self))) {
            return false;
        }
        if (current != null && (next.id() <= current.id() || !believes(event, current))) {
            return current.sameAs(next);
        }
        installed = event;
        stays = proposal.stays();
        history.addLast(next);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        suspected.retainAll(next.members());
        gone.clear();
        evicting.retainAll(next.members());
        behindSince.clear();
        for (PeerId peer : next.members()) {
            if (current == null || !current.contains(peer)) {
                heard.put(peer, now);
            }
        }
        inbox.add(event);
        return true;
    }

    private boolean believes(ViewInstalled event, View current) {
        PeerId creator = event.view().creator();
        List<PeerId> counted = counted();
        boolean heir = !counted.isEmpty() && counted.get(0).equals(creator);
        return heir
                || current.coordinator().equals(creator)
                || event.mergedFrom().stream().anyMatch(current::sameAs);
    }

    void suspect(PeerId peer) {
        if (suspected.add(peer)) {
            inbox.add(new Suspected(peer));
        }
    }

    void unsuspect(PeerId peer) {
        if (suspected.remove(peer)) {
            inbox.add(new Unsuspected(peer));
        }
    }

    /** Is out of its view; stays in the party, as one that joins, only if it was fenced. */
    void exclude(Exclusion reason) {
        inbox.add(new Excluded(reason));
        forgetView();
        if (reason != Exclusion.FENCED) {
            party = null;
        }
    }

    /** Leaves by its own wish. */
    void leave() {
        party = null;
        forgetView();
        inbox.clear();
    }

    private void forgetView() {
        installed = null;
        stays = Map.of();
        stay = numbers.getAsLong();
        history.clear();
        suspected.clear();
        gone.clear();
        evicting.clear();
        behindSince.clear();
    }

    /** The coordinator of the last view that held members of every side, null if they never met. */
    @Nullable PeerId commonCoordinator(List<View> sides) {
        for (var views = history.descendingIterator(); views.hasNext(); ) {
            View past = views.next();
            if (sides.stream().allMatch(side -> side.members().stream().anyMatch(past::contains))) {
                return past.coordinator();
            }
        }
        return null;
    }
}
