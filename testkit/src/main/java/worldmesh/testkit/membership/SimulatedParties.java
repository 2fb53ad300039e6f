package worldmesh.testkit.membership;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Exclusion;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.SeniorityOrder;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.sim.Scheduler;

/**
 * All parties of a simulation: the twin of JGroups behind the port {@link Membership}. Members hear each other as the
 * reachability function says at every tick; what follows from that is decided for each member by what it alone knows,
 * so that two sides of a split decide apart. Same seed, same views. One thread.
 */
public final class SimulatedParties {
    private final Scheduler scheduler;
    private final BiPredicate<PeerId, PeerId> reaches;
    private final PartyTimes times;
    private final int membersMax;

    /** Sorted, so that a run repeats. */
    private final Map<PeerId, Member> members = new TreeMap<>();

    private boolean ticking;
    private long stays;

    /**
     * Parties of at most {@code membersMax} members whose datagrams get from one peer to another as {@code reaches}
     * says; it is asked again and again.
     */
    public SimulatedParties(
            Scheduler scheduler, BiPredicate<PeerId, PeerId> reaches, PartyTimes times, int membersMax) {
        if (membersMax < 1 || membersMax > Membership.MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "a party of " + membersMax + " cannot be; at most " + Membership.MAX_MEMBERS + " members");
        }
        this.scheduler = scheduler;
        this.reaches = reaches;
        this.times = times;
        this.membersMax = membersMax;
    }

    /** The membership of {@code self}; if it had one, that one is dead from now on, as after a crash. */
    public SimulatedMembership open(PeerId self) {
        crash(self);
        Member member = new Member(self, () -> ++stays);
        members.put(self, member);
        return new SimulatedMembership(this, member);
    }

    /** The peer dies without a word. */
    public void crash(PeerId peer) {
        Member member = members.remove(peer);
        if (member != null) {
            member.dead = true;
        }
    }

    /** The peer stands still: it neither hears nor says anything, and does not notice. */
    public void stall(PeerId peer) {
        member(peer).stalled = true;
    }

    /** The peer goes on where it stood. */
    public void resume(PeerId peer) {
        Member member = member(peer);
        member.stalled = false;
        // Its links forgive the time it stood still (MeshCore does), so that it does not suspect everybody at once.
        member.heard.replaceAll((other, then) -> scheduler.nowNanos());
    }

    private Member member(PeerId peer) {
        Member member = members.get(peer);
        if (member == null) {
            throw new IllegalArgumentException("no member " + peer.brief() + " in the simulation; open it first");
        }
        return member;
    }

    void join(Member member, PartyId party) {
        member.party = party;
        if (!ticking) {
            ticking = true;
            scheduler.after(0, this::tick);
        } else {
            scheduler.after(times.carryNanos(), this::admitNewcomers);
        }
    }

    void leave(Member member) {
        for (Member other : members.values()) {
            View view = other.view();
            if (view != null && view.contains(member.self) && hear(other, member)) {
                other.gone.add(member.self);
            }
        }
        member.leave();
        scheduler.after(times.carryNanos(), this::changeViews);
    }

    private void tick() {
        if (members.values().stream().noneMatch(member -> member.party != null)) {
            ticking = false;
            return;
        }
        listen();
        members.values().forEach(this::judge);
        changeViews();
        admitNewcomers();
        fence();
        forgetFormer();
        merge();
        scheduler.after(times.tickNanos(), this::tick);
    }

    /** True if both are in one party, run, want each other and get each other's datagrams. */
    private boolean hear(Member a, Member b) {
        return a != b
                && a.running()
                && b.running()
                && Objects.equals(a.party, b.party)
                && a.admitted.contains(b.self)
                && b.admitted.contains(a.self)
                && reaches.test(a.self, b.self)
                && reaches.test(b.self, a.self);
    }

    private void listen() {
        for (Member a : members.values()) {
            for (Member b : members.values()) {
                if (hear(a, b)) {
                    a.heard.put(b.self, scheduler.nowNanos());
                }
            }
        }
    }

    private void judge(Member member) {
        View view = member.view();
        if (!member.running() || view == null) {
            return;
        }
        for (PeerId peer : view.members()) {
            Member other = members.get(peer);
            if (peer.equals(member.self)) {
                continue;
            }
            if (other != null && other.joining() && !member.counts(other) && hear(member, other)) {
                member.gone.add(peer); // who asks to join is not the member that is known
            } else if (silent(member, peer) && !vouchedFor(member, peer)) {
                member.suspect(peer);
            } else if (!silent(member, peer)) {
                member.unsuspect(peer);
            }
        }
    }

    private boolean silent(Member member, PeerId peer) {
        Long last = member.heard.get(peer);
        return last == null || scheduler.nowNanos() - last >= times.suspectNanos();
    }

    /** The indirect probe: another member of the view, heard and not suspected, hears the silent one. */
    private boolean vouchedFor(Member member, PeerId peer) {
        return member.counted().stream()
                .filter(witness -> !witness.equals(peer) && !witness.equals(member.self))
                .map(members::get)
                .anyMatch(witness -> witness != null && hear(member, witness) && !silent(witness, peer));
    }

    private void changeViews() {
        for (Member member : members.values()) {
            if (member.coordinates()) {
                change(member, List.of());
                carryAgain(member);
            }
        }
    }

    private void admitNewcomers() {
        for (Member member : members.values()) {
            if (member.coordinates()) {
                change(member, newcomers(member));
            }
        }
        for (Member member : members.values()) {
            if (member.joining() && isFirst(member)) {
                View first = new View(0, member.self, List.of(member.self));
                install(member, new ViewInstalled(first, List.of()), Map.of(member.self, member.stay));
            }
        }
    }

    private List<PeerId> newcomers(Member coordinator) {
        View view = coordinator.view();
        List<PeerId> joined = new ArrayList<>();
        for (Member other : members.values()) {
            boolean asks = other.joining() && hear(coordinator, other) && view != null && !view.contains(other.self);
            if (asks && coordinator.counted().size() + joined.size() >= membersMax) {
                other.exclude(Exclusion.PARTY_FULL);
            } else if (asks) {
                joined.add(other.self);
            }
        }
        return joined;
    }

    /** Nobody it hears is in a view, and of those that join it has the smallest id. */
    private boolean isFirst(Member member) {
        return members.values().stream()
                .filter(other -> hear(member, other))
                .noneMatch(other -> other.view() != null || other.self.compareTo(member.self) < 0);
    }

    private void change(Member coordinator, List<PeerId> joined) {
        View view = coordinator.view();
        List<PeerId> counted = coordinator.counted();
        if (view == null
                || (joined.isEmpty() && counted.size() == view.members().size())) {
            return;
        }
        for (PeerId evicted : coordinator.evicting) {
            Member other = members.get(evicted);
            if (other != null && other.running() && reaches.test(coordinator.self, evicted)) {
                other.exclude(Exclusion.EVICTED);
            }
        }
        List<PeerId> next = SeniorityOrder.change(counted, Set.of(), joined);
        Map<PeerId, Long> stays = coordinator.staysOf(counted);
        joined.forEach(peer -> stays.put(peer, member(peer).stay));
        install(coordinator, new ViewInstalled(new View(view.id() + 1, coordinator.self, next), List.of()), stays);
    }

    /** The maker of a view has it at once, the others when it gets to them. */
    private void install(Member maker, ViewInstalled event, Map<PeerId, Long> stays) {
        scheduler.trace().add(event.view().id());
        var proposal = new Member.Proposal(event, stays);
        maker.take(proposal, scheduler.nowNanos());
        event.view().members().forEach(peer -> carry(maker, peer, proposal));
    }

    private void carry(Member maker, PeerId to, Member.Proposal proposal) {
        scheduler.after(times.carryNanos(), () -> {
            Member member = members.get(to);
            if (member != null && hear(maker, member)) {
                member.take(proposal, scheduler.nowNanos());
            }
        });
    }

    /** Carries the last view again to whom it missed, whoever made it, and goes on without those that never take it. */
    private void carryAgain(Member coordinator) {
        Member.Proposal proposal = coordinator.proposal();
        ViewInstalled event = coordinator.installed;
        if (event == null || proposal == null) {
            return;
        }
        long now = scheduler.nowNanos();
        for (PeerId peer : event.view().members()) {
            Member other = members.get(peer);
            View theirs = other == null ? null : other.view();
            if (other == null || !hear(coordinator, other) || (theirs != null && theirs.sameAs(event.view()))) {
                coordinator.behindSince.remove(peer);
            } else if (now - coordinator.behindSince.computeIfAbsent(peer, p -> now) >= times.patienceNanos()) {
                coordinator.gone.add(peer);
            } else {
                carry(coordinator, peer, proposal);
            }
        }
    }

    /** Whoever hears of a later view of its fellows that leaves it out was excluded while it stood still. */
    private void fence() {
        for (Member member : members.values()) {
            View view = member.view();
            if (view != null && members.values().stream().anyMatch(other -> excludedBy(member, view, other))) {
                member.exclude(Exclusion.FENCED);
            }
        }
    }

    private boolean excludedBy(Member member, View view, Member other) {
        View later = other.view();
        return later != null
                && hear(member, other)
                && member.counts(other)
                && !member.gone.contains(other.self)
                && !later.contains(member.self)
                && later.id() > view.id();
    }

    /**
     * Whoever hears that a fellow is in another view, without it, does not count on it any more if the member it knew
     * began anew, or coordinates that view and it is no later one. So real members do at a notice.
     */
    private void forgetFormer() {
        for (Member member : members.values()) {
            View view = member.view();
            for (Member other : members.values()) {
                View theirs = other.view();
                if (view != null && theirs != null && isLeftOut(member, view, other, theirs)) {
                    member.gone.add(other.self);
                }
            }
        }
    }

    private boolean isLeftOut(Member member, View view, Member other, View theirs) {
        boolean apart = view.contains(other.self) && !theirs.contains(member.self) && hear(member, other);
        return apart && (!member.counts(other) || isOnItsOwn(other, theirs, view));
    }

    private static boolean isOnItsOwn(Member other, View theirs, View view) {
        return theirs.coordinator().equals(other.self) && theirs.id() <= view.id();
    }

    private void merge() {
        for (Member leader : members.values()) {
            List<Member> sides = leader.coordinates() ? sidesHeard(leader) : List.of();
            if (sides.size() > 1 && sides.stream().allMatch(side -> leader.self.compareTo(side.self) <= 0)) {
                merge(leader, sides);
                return; // one at a time: what it changes is seen at the next tick
            }
        }
    }

    /** The coordinators of all sides that hear each other, as many as one party may hold; the leader's first. */
    private List<Member> sidesHeard(Member leader) {
        List<Member> sides = new ArrayList<>(List.of(leader));
        int size = leader.counted().size();
        for (Member other : members.values()) {
            boolean apart = other.coordinates() && sides.stream().allMatch(side -> apart(side, other));
            if (apart && size + other.counted().size() <= membersMax) {
                sides.add(other);
                size += other.counted().size();
            }
        }
        return sides;
    }

    private boolean apart(Member a, Member b) {
        return hear(a, b) && !a.counted().contains(b.self) && !b.counted().contains(a.self);
    }

    private void merge(Member leader, List<Member> sides) {
        List<View> views = new ArrayList<>();
        List<List<PeerId>> counted = new ArrayList<>();
        Set<PeerId> all = new LinkedHashSet<>();
        Map<PeerId, Long> stays = new TreeMap<>();
        long id = 0;
        for (Member side : sides) {
            View view = side.view();
            if (view == null) {
                return;
            }
            List<PeerId> own = new ArrayList<>(side.counted());
            own.removeAll(all); // who stands between two sides is counted once
            all.addAll(own);
            stays.putAll(side.staysOf(own));
            views.add(view);
            counted.add(own);
            id = Math.max(id, view.id() + 1);
        }
        @Nullable PeerId common = leader.commonCoordinator(views);
        View merged = new View(id, leader.self, SeniorityOrder.merge(counted, common));
        install(leader, new ViewInstalled(merged, views), stays);
    }
}
