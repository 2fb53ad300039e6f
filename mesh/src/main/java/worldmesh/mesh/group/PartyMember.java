package worldmesh.mesh.group;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.protocols.pbcast.GMS;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.membership.Exclusion;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.MembershipEvent.Unsuspected;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.EventLoop;

/**
 * One member at work: watches over its fellows' lives by their links, judges what they say, and tells JGroups. Confined
 * to the party's loop, but for what {@link GroupCarrier} calls; joining and leaving block and have a loop of their own.
 */
final class PartyMember implements GroupCarrier {
    private static final Logger log = LoggerFactory.getLogger(PartyMember.class);

    /** A member that no link was ever seen of is asked after when a view has named it for so long. */
    private static final long LINKLESS_NANOS = 800_000_000L;

    /** A silent member that another one hears is asked after again so often. */
    private static final long PROBE_AGAIN_NANOS = 400_000_000L;

    /** Fellows outside the view are told of it so often: a notice may get lost. */
    private static final long NOTICE_NANOS = 1_000_000_000L;

    /** What must arrive and is said by unreliable frames is said so often. */
    private static final int REPEATS = 3;

    /** A view is young for so many notices. */
    private static final int REMINDERS = 4;

    /** Views remembered, to find the last one that the sides of a split shared. */
    private static final int HISTORY = 16;

    private final PartyState state;
    private final GroupSettings settings;
    private final PartyLinks links;
    private final EventLoop loop;
    private final EventLoop joiner;
    private final Consumer<MembershipEvent> report;
    private final AtomicLong refused;
    private final GmsRules rules;
    private final Map<PeerId, Set<PeerId>> vouchers = new HashMap<>(); // by who is asked after; looked up only
    private final ArrayDeque<View> history = new ArrayDeque<>();

    private int reminders;
    private long stay;
    private @Nullable View missed;

    /** Snapshots for JGroups' threads. */
    private volatile List<PeerId> heard = List.of();

    private volatile List<View> pastViews = List.of();
    private volatile @Nullable PartyId party;
    private volatile @Nullable GroupChannel channel;

    PartyMember(
            PartyState state,
            GroupSettings settings,
            PartyLinks links,
            Loops loops,
            Consumer<MembershipEvent> report,
            AtomicLong refused) {
        this.state = state;
        this.settings = settings;
        this.links = links;
        this.loop = loops.party;
        this.joiner = loops.joiner;
        this.report = report;
        this.refused = refused;
        this.rules = new GmsRules(state);
    }

    /** The threads of a party: one decides, one waits for JGroups. */
    record Loops(EventLoop party, EventLoop joiner) {}

    void join(PartyId id) {
        party = id;
        hearingChanged();
        open();
        long thisStay = ++stay;
        loop.schedule(loop.nanoTime() + NOTICE_NANOS, () -> noticeAgain(thisStay));
    }

    private void open() {
        GroupChannel opened = new GroupChannel(state.self, settings, this, this::commonCoordinator);
        channel = opened;
        joiner.execute(() -> {
            boolean joined = opened.connect();
            if (!joined) {
                loop.tryExecute(() -> full(opened));
            }
        });
    }

    private void full(GroupChannel refusedChannel) {
        if (channel == refusedChannel) {
            end(Exclusion.PARTY_FULL);
        }
    }

    void leave() {
        View view = state.view;
        if (view != null) {
            say(GroupFrame.Kind.LEAVING, view.members());
        }
        drop(false);
        party = null;
    }

    /** Lets the channel go and forgets the view. */
    private void drop(boolean quietly) {
        GroupChannel old = channel;
        channel = null;
        state.forgetView();
        vouchers.clear();
        missed = null;
        history.clear();
        pastViews = List.of();
        if (old != null) {
            joiner.execute(() -> old.close(quietly));
        }
    }

    /** Is out of the party without having wished so. */
    private void end(Exclusion reason) {
        log.info("party.excluded party={} reason={}", party, reason);
        drop(true);
        report.accept(new Excluded(reason));
        if (reason == Exclusion.FENCED) {
            open();
        } else {
            party = null;
        }
    }

    void admit(PeerId peer) {
        state.admitted.add(peer);
        hearingChanged();
        notice(peer);
    }

    void evict(PeerId peer) {
        View view = state.view;
        if (view != null && view.contains(peer) && state.coordinates()) {
            say(GroupFrame.Kind.EVICTED, List.of(peer));
            tell(c -> c.suspect(peer));
        }
        state.admitted.remove(peer);
        hearingChanged();
    }

    private void tell(Consumer<GroupChannel> word) {
        GroupChannel open = channel;
        if (open != null) {
            word.accept(open);
        }
    }

    private void say(GroupFrame.Kind kind, List<PeerId> peers) {
        for (int i = 0; i < REPEATS; i++) {
            peers.forEach(peer -> send(peer, kind, new byte[0]));
        }
    }

    private void send(PeerId to, GroupFrame.Kind kind, byte[] body) {
        PartyId id = party;
        if (id != null && !to.equals(state.self)) {
            links.send(to, GroupFrame.encode(kind, id, body));
        }
    }

    private void hearingChanged() {
        heard = state.heard();
    }

    // ---- links

    void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            onFrame(received.from(), received.message());
        } else if (signal instanceof MeshSignal.LinkUp up) {
            state.linked.add(up.peer());
            if (state.view != null && state.view.contains(up.peer())) {
                state.relinked.add(up.peer());
            }
            audible(up.peer());
        } else if (signal instanceof MeshSignal.LinkDown down) {
            state.linked.remove(down.peer());
            inaudible(down.peer());
        } else if (signal instanceof MeshSignal.Suspected suspected && suspected.suspected()) {
            state.silent.add(suspected.peer());
            inaudible(suspected.peer());
        } else if (signal instanceof MeshSignal.Suspected suspected) {
            audible(suspected.peer());
        }
    }

    private void audible(PeerId peer) {
        state.silent.remove(peer);
        hearingChanged();
        if (state.suspected.remove(peer)) {
            report.accept(new Unsuspected(peer));
            tell(c -> c.unsuspect(peer));
        }
        notice(peer);
    }

    private void inaudible(PeerId peer) {
        hearingChanged();
        View view = state.view;
        if (view != null && view.contains(peer)) {
            probe(peer);
        }
    }

    /** Asks every other member that is heard whether it hears {@code peer}. */
    private void probe(PeerId peer) {
        View view = state.view;
        if (view == null || !view.contains(peer) || state.hears(peer) || state.suspected.contains(peer)) {
            return;
        }
        List<PeerId> witnesses = view.members().stream()
                .filter(member -> state.hears(member) && !state.suspected.contains(member))
                .toList();
        if (witnesses.isEmpty()) {
            suspect(peer);
            return;
        }
        vouchers.put(peer, new HashSet<>());
        witnesses.forEach(witness -> send(witness, GroupFrame.Kind.PROBE, peer.bytes()));
        loop.schedule(loop.nanoTime() + settings.probeMillis() * 1_000_000L, () -> probed(peer));
    }

    private void probed(PeerId peer) {
        Set<PeerId> heardBy = vouchers.remove(peer);
        if (heardBy == null) {
            return;
        }
        if (heardBy.isEmpty()) {
            suspectIfSilent(peer);
        } else {
            loop.schedule(loop.nanoTime() + PROBE_AGAIN_NANOS, () -> probe(peer));
        }
    }

    private void suspectIfSilent(PeerId peer) {
        View view = state.view;
        if (view != null && view.contains(peer) && !state.hears(peer)) {
            suspect(peer);
        }
    }

    private void suspect(PeerId peer) {
        if (state.suspected.add(peer)) {
            report.accept(new Suspected(peer));
            tell(c -> c.suspect(peer));
        }
    }

    // ---- frames

    private void onFrame(PeerId from, byte[] bytes) {
        PartyId id = party;
        GroupFrame frame = id == null ? null : GroupFrame.decode(bytes, id);
        if (frame == null || !state.admitted.contains(from)) {
            refused.incrementAndGet();
            return;
        }
        switch (frame.kind()) {
            case GROUP -> onGroup(from, frame.body());
            case PROBE -> onProbe(from, frame.peer());
            case HEARD -> onHeard(from, frame.peer());
            case NOTICE -> onNotice(from, frame.view());
            case EVICTED -> onEvicted(from);
            case LEAVING -> onLeaving(from);
        }
    }

    private void onGroup(PeerId from, byte[] body) {
        GroupChannel open = channel;
        if (open == null) {
            return;
        }
        Message message = open.read(body, from);
        if (message == null) {
            refused.incrementAndGet();
            return;
        }
        GMS.GmsHeader header = open.membershipHeader(message);
        GmsRules.Verdict verdict =
                header == null ? GmsRules.Verdict.PASS : rules.judge(message, header, from, loop.nanoTime());
        switch (verdict) {
            case PASS -> pass(open, message, from);
            case FULL -> open.refuse(from);
            case REFUSE -> refused.incrementAndGet();
        }
    }

    private void pass(GroupChannel open, Message message, PeerId from) {
        if (open.looksForParty(message)) {
            state.leaving.remove(from);
            if (state.relinked.remove(from)) {
                state.gone.add(from); // the member that was known by this name is no more: a new process asks
                open.suspect(from);
            }
            hearingChanged();
        }
        open.deliver(message);
    }

    private void onProbe(PeerId from, @Nullable PeerId about) {
        if (about != null && state.hears(about)) {
            send(from, GroupFrame.Kind.HEARD, about.bytes());
        }
    }

    private void onHeard(PeerId from, @Nullable PeerId about) {
        Set<PeerId> heardBy = about == null ? null : vouchers.get(about);
        View view = state.view;
        if (heardBy != null && view != null && view.contains(from)) {
            heardBy.add(from);
        }
    }

    private void onEvicted(PeerId from) {
        if (state.mayCoordinate(from, false)) {
            end(Exclusion.EVICTED);
        }
    }

    private void onLeaving(PeerId from) {
        View view = state.view;
        if (view != null && view.contains(from) && state.leaving.add(from)) {
            hearingChanged();
            tell(c -> c.suspect(from));
        }
    }

    // ---- views

    /** Tells a fellow outside the view of it: it was excluded, or is on the other side of a split. */
    private void notice(PeerId peer) {
        View view = state.view;
        if (view != null && !view.contains(peer) && state.hears(peer)) {
            send(peer, GroupFrame.Kind.NOTICE, GroupFrame.encode(view));
        }
    }

    private void noticeAgain(long thisStay) {
        if (thisStay == stay && party != null) {
            state.heard().forEach(this::notice);
            remindMembers();
            loop.schedule(loop.nanoTime() + NOTICE_NANOS, () -> noticeAgain(thisStay));
        }
    }

    /** The coordinator tells its members of a young view too: JGroups may have failed to bring it to one of them. */
    private void remindMembers() {
        View view = state.view;
        if (view != null && state.coordinates() && reminders > 0) {
            reminders--;
            byte[] body = GroupFrame.encode(view);
            view.members().forEach(member -> send(member, GroupFrame.Kind.NOTICE, body));
        }
    }

    private void onNotice(PeerId from, @Nullable View theirs) {
        View own = state.view;
        if (own == null || theirs == null || !theirs.coordinator().equals(from)) {
            return;
        }
        if (theirs.contains(state.self)) {
            onReminder(from, own, theirs);
        } else if (own.contains(from)) {
            onExclusion(from, own, theirs);
        } else if (state.coordinates()
                && own.members().size() + theirs.members().size() <= state.membersMax) {
            tell(c -> c.merge(own, theirs));
        }
    }

    /** A view that was not taken within two reminders will not come any more: begin anew. */
    private void onReminder(PeerId from, View own, View theirs) {
        if (theirs.id() <= own.id() || !state.mayCoordinate(from, true)) {
            return;
        }
        if (missed != null && missed.sameAs(theirs)) {
            end(Exclusion.FENCED);
        } else {
            missed = theirs;
        }
    }

    private void onExclusion(PeerId from, View own, View theirs) {
        if (theirs.id() > own.id() && state.mayCoordinate(from, true)) {
            end(Exclusion.FENCED);
        } else if (theirs.id() <= own.id()) {
            suspect(from); // it has left this member out by an older view: it is on its own
        }
    }

    private @Nullable PeerId commonCoordinator(List<List<PeerId>> sides) {
        List<View> past = pastViews;
        for (int i = past.size() - 1; i >= 0; i--) {
            View view = past.get(i);
            if (sides.stream().allMatch(side -> side.stream().anyMatch(view::contains))) {
                return view.coordinator();
            }
        }
        return null;
    }

    private void install(GroupChannel from, View view, List<View> mergedFrom) {
        if (channel != from || (state.view != null && view.id() <= state.view.id())) {
            return;
        }
        state.install(view);
        missed = null;
        reminders = REMINDERS;
        hearingChanged();
        history.addLast(view);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        pastViews = List.copyOf(history);
        log.info(
                "party.view party={} id={} members={}",
                party,
                view.id(),
                view.members().size());
        report.accept(new ViewInstalled(view, mergedFrom));
        for (PeerId member : view.members()) {
            if (!member.equals(state.self) && !state.hears(member)) {
                loop.schedule(loop.nanoTime() + LINKLESS_NANOS, () -> probe(member));
            }
        }
        state.heard().forEach(this::notice);
    }

    // ---- GroupCarrier, on JGroups' threads

    @Override
    public List<PeerId> heard() {
        return heard;
    }

    @Override
    public void send(PeerId to, byte[] data, int offset, int length) {
        byte[] body = new byte[length];
        System.arraycopy(data, offset, body, 0, length);
        send(to, GroupFrame.Kind.GROUP, body);
    }

    @Override
    public void installed(GroupChannel from, org.jgroups.View view) {
        View taken = view(view);
        List<View> sides = view instanceof MergeView merge
                ? merge.getSubgroups().stream().map(PartyMember::view).toList()
                : List.of();
        loop.execute(() -> install(from, taken, sides));
    }

    private static View view(org.jgroups.View view) {
        return new View(
                view.getViewId().getId(), GroupAddress.peer(view.getCreator()), GroupAddress.peers(view.getMembers()));
    }
}
