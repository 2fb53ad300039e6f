package worldmesh.mesh.group;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final long LINKLESS_NANOS = 650_000_000L;

    /** JGroups is told again so soon of members that are still in the view. */
    private static final long INSIST_NANOS = 250_000_000L;

    /** What must arrive and is said by unreliable frames is said so often. */
    private static final int REPEATS = 3;

    /** A joiner without a view begins anew after so many waits for an answer, and later and later up to the other. */
    private static final int JOIN_PATIENCE = 8;

    private static final int JOIN_PATIENCE_MAX = 32;

    private final PartyState state;
    private final GroupSettings settings;
    private final PartyLinks links;
    private final EventLoop loop;
    private final EventLoop joiner;
    private final Consumer<MembershipEvent> report;
    private final AtomicLong refused;
    private final GmsRules rules;
    private final MemberProbe probe;
    private final RingWatch watch;
    private final ViewNotices notices;
    private final Arrival arrival;
    private final ViewHistory history = new ViewHistory();

    /** The address that each peer spoke under last; looked up only, also by JGroups' threads. */
    private final Map<PeerId, GroupAddress> spoken = new ConcurrentHashMap<>();

    private long number;
    private long stay;
    private boolean insisting;

    /** Snapshots for JGroups' threads. */
    private volatile List<PeerId> heard = List.of();

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
        this.watch = new RingWatch(state, links);
        this.probe = new MemberProbe(state, settings, loops.party, this::send, links::doubt, this::suspect);
        Deeds deeds = new Deeds();
        this.notices = new ViewNotices(state, history, deeds);
        this.arrival = new Arrival(state, deeds, this::open);
    }

    /** The threads of a party: one decides, one waits for JGroups. */
    record Loops(EventLoop party, EventLoop joiner) {}

    void join(PartyId id) {
        party = id;
        long thisStay = ++stay;
        loop.schedule(loop.nanoTime() + ViewNotices.NOTICE_NANOS, () -> noticeAgain(thisStay));
        arrival.begin();
        hearingChanged();
    }

    private void open() {
        open(settings.joinMillis() * JOIN_PATIENCE);
    }

    /** Begins a stay of its own; gives it up for another one if no view comes for so long. */
    private void open(long patienceMillis) {
        number = Math.max(number + 1, loop.nanoTime()); // no two stays share one, not even of two processes
        state.address = new GroupAddress(state.self, number);
        spoken.put(state.self, state.address);
        GroupChannel opened = new GroupChannel(state.address, settings, this);
        channel = opened;
        joiner.execute(() -> {
            if (opened.connect() == GroupChannel.Joined.PARTY_FULL) {
                loop.tryExecute(() -> full(opened));
            }
        });
        loop.schedule(loop.nanoTime() + patienceMillis * 1_000_000L, () -> joinAgain(opened, patienceMillis));
    }

    private void joinAgain(GroupChannel opened, long patienceMillis) {
        if (channel == opened && state.view == null) {
            log.info("party.join.again party={} after={}", party, patienceMillis);
            drop(true);
            open(Math.min(2 * patienceMillis, JOIN_PATIENCE_MAX * settings.joinMillis()));
        }
    }

    /** Makes a channel that may still wait for its first view end. */
    private void giveUp(GroupChannel old) {
        if (!old.joiningEnded()) {
            old.giveUp();
            loop.schedule(loop.nanoTime() + settings.retransmitMillis() * 1_000_000L, () -> giveUp(old));
        }
    }

    /** This member's address in its present stay; any thread. */
    GroupAddress address() {
        return spoken.getOrDefault(state.self, new GroupAddress(state.self, GroupAddress.ANY));
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
        arrival.stop();
        drop(false);
        party = null;
    }

    /** Lets the channel go and forgets the view. */
    private void drop(boolean quietly) {
        GroupChannel old = channel;
        channel = null;
        state.forgetView();
        watch.turn();
        probe.clear();
        notices.clear();
        history.clear();
        if (old != null) {
            giveUp(old);
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
        state.evicted.remove(peer);
        hearingChanged();
        notices.tell(peer);
    }

    void evict(PeerId peer) {
        View view = state.view;
        if (view != null && view.contains(peer) && state.coordinates()) {
            say(GroupFrame.Kind.EVICTED, List.of(peer));
            remove(peer);
        }
        state.evicted.add(peer);
        spoken.remove(peer);
        state.admitted.remove(peer);
        hearingChanged();
    }

    /** Not on this loop: JGroups waits for the others' acknowledgements of a view, which this loop brings. */
    private void tell(Consumer<GroupChannel> word) {
        GroupChannel open = channel;
        if (open != null) {
            joiner.tryExecute(() -> word.accept(open));
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
        watch.turn();
        arrival.onHeard();
    }

    // ---- links

    void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            onFrame(received.from(), received.message());
        } else if (signal instanceof MeshSignal.LinkUp up) {
            state.linked.add(up.peer());
            watch.onLinkUp(up.peer());
            audible(up.peer());
            notices.onLinkUp(up.peer());
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
        probe.onAlive(peer);
        if (state.suspected.remove(peer)) {
            report.accept(new Unsuspected(peer));
            tell(c -> c.unsuspect(peer));
        }
        hearingChanged();
        notices.tell(peer);
    }

    private void inaudible(PeerId peer) {
        hearingChanged();
        View view = state.view;
        if (view != null && view.contains(peer)) {
            probe.onSilent(peer);
        }
    }

    private void suspect(PeerId peer) {
        if (state.suspected.add(peer)) {
            watch.turn();
            report.accept(new Suspected(peer));
            remove(peer);
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
            case PROBE -> probe.onProbe(from, frame.peer());
            case HEARD -> probe.onHeard(from, frame.peer());
            case NOTICE -> onNotice(from, frame);
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
        spoken.put(from, (GroupAddress) message.getSrc());
        GMS.GmsHeader header = open.membershipHeader(message);
        GmsRules.Verdict verdict =
                header == null ? GmsRules.Verdict.PASS : rules.judge(message, header, from, loop.nanoTime());
        switch (verdict) {
            case PASS -> pass(open, message, from);
            case FULL -> open.refuse(message.getSrc());
            case REFUSE -> refused.incrementAndGet();
            case SPENT -> {
                refused.incrementAndGet();
                open.deliverEmpty(message);
            }
        }
    }

    private void pass(GroupChannel open, Message message, PeerId from) {
        if (open.looksForParty(message)) {
            state.leaving.remove(from);
            if (open.knowsFormer(message.getSrc())) {
                state.gone.add(from); // the member that was known by this name is no more: its next stay asks
                remove(from);
            }
            hearingChanged();
        }
        open.deliver(message);
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
            remove(from);
        }
    }

    // ---- views

    private void onNotice(PeerId from, GroupFrame frame) {
        if (!frame.isEmpty()) {
            org.jgroups.View theirs = frame.view();
            if (theirs != null) {
                arrival.onView();
            }
            notices.on(from, theirs);
            return;
        }
        boolean news = arrival.onNewcomer(from);
        notices.answer(from);
        if (news && channel != null && state.view == null) {
            send(from, GroupFrame.Kind.NOTICE, new byte[0]); // it may not have listened when it was asked
        }
    }

    private void noticeAgain(long thisStay) {
        if (thisStay == stay && party != null) {
            notices.tellAgain();
            loop.schedule(loop.nanoTime() + ViewNotices.NOTICE_NANOS, () -> noticeAgain(thisStay));
        }
    }

    /** Tells JGroups that these members are none any more, until it has a view without them. */
    private void remove(PeerId member) {
        tell(c -> c.suspect(member));
        if (!insisting) {
            insisting = true;
            loop.schedule(loop.nanoTime() + INSIST_NANOS, this::insist);
        }
    }

    /** JGroups forgets what it is told of members while it merges, whoever it is told by. */
    private void insist() {
        insisting = false;
        View view = state.view;
        if (view != null) {
            view.members().stream().filter(this::isUnwanted).forEach(this::remove);
        }
    }

    private boolean isUnwanted(PeerId member) {
        return state.suspected.contains(member)
                || state.leaving.contains(member)
                || state.gone.contains(member)
                || (state.evicted.contains(member) && state.coordinates());
    }

    /** What notices make this member do. */
    private final class Deeds implements ViewNotices.Deeds {
        @Override
        public long nanoTime() {
            return loop.nanoTime();
        }

        @Override
        public void later(long atNanos, Runnable task) {
            loop.schedule(atNanos, task);
        }

        @Override
        public void send(PeerId to, GroupFrame.Kind kind, byte[] body) {
            PartyMember.this.send(to, kind, body);
        }

        @Override
        public void suspect(PeerId member) {
            PartyMember.this.suspect(member);
        }

        @Override
        public void begunAnew(PeerId member) {
            state.gone.add(member);
            remove(member);
        }

        @Override
        public void merge(List<org.jgroups.View> views) {
            tell(c -> c.merge(views));
        }

        @Override
        public void fenced() {
            end(Exclusion.FENCED);
        }
    }

    @Override
    public @Nullable PeerId commonCoordinator(List<List<PeerId>> sides) {
        return history.commonCoordinator(sides);
    }

    private void install(GroupChannel from, org.jgroups.View group) {
        View view = GroupAddress.view(group);
        if (channel != from || (state.view != null && view.id() <= state.view.id())) {
            return;
        }
        state.install(group);
        hearingChanged();
        history.add(view);
        log.info(
                "party.view party={} id={} members={}",
                party,
                view.id(),
                view.members().size());
        List<View> sides = group instanceof MergeView merge
                ? merge.getSubgroups().stream().map(GroupAddress::view).toList()
                : List.of();
        report.accept(new ViewInstalled(view, sides));
        for (PeerId member : view.members()) {
            if (!member.equals(state.self) && !state.hears(member)) {
                loop.schedule(loop.nanoTime() + LINKLESS_NANOS, () -> probe.ask(member));
            }
        }
        notices.installed();
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
        loop.execute(() -> install(from, view));
    }

    @Override
    public boolean former(GroupAddress address) {
        GroupAddress last = spoken.get(address.peer());
        return last != null && !last.equals(address);
    }
}
