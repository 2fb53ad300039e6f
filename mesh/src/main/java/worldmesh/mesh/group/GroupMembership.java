package worldmesh.mesh.group;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.MembershipInbox;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;

/** {@link Membership} by JGroups over the links of a {@link Mesh}. One caller thread; two of its own. */
public final class GroupMembership implements Membership {
    /** The stream of the state lane that carries party frames: unreliable, as JGroups expects its datagrams. */
    public static final int STREAM = 255;

    /** Events between the party's thread and the caller; views come a few a second at most. */
    private static final int MAX_EVENTS = 4_096;

    private static final Logger log = LoggerFactory.getLogger(GroupMembership.class);

    private final Mesh mesh;
    private final EventLoop loop;
    private final EventLoop joiner;
    private final BoundedInbox<Tagged> events = new BoundedInbox<>(MAX_EVENTS);
    private final MembershipInbox inbox = new MembershipInbox();
    private final AtomicLong refused = new AtomicLong();
    private final PartyMember member;
    private long lifeOfLoop;
    private long life;
    private boolean joined;
    private boolean closed;

    /** An event and the stay in a party it belongs to: what a former one still reports is not shown. */
    private record Tagged(long life, MembershipEvent event) {}

    private GroupMembership(Mesh mesh, GroupSettings settings) {
        this.mesh = mesh;
        String name = mesh.self().brief();
        this.loop = EventLoop.start("party-" + name, error -> log.error("party.failed", error));
        this.joiner = EventLoop.start("party-joiner-" + name, error -> log.error("party.join.failed", error));
        PartyState state = new PartyState(mesh.self(), settings.membersMax());
        this.member = new PartyMember(
                state,
                settings,
                new MeshLinks(),
                new PartyMember.Loops(loop, joiner),
                event -> events.offer(new Tagged(lifeOfLoop, event)),
                refused);
        for (PeerId peer : mesh.tap(STREAM, this::onSignal)) {
            loop.execute(() -> state.linked.add(peer));
        }
    }

    private final class MeshLinks implements PartyLinks {
        @Override
        public void send(PeerId to, byte[] frame) {
            mesh.send(to, Lane.STATE, STREAM, frame);
        }

        @Override
        public void calm(PeerId peer, boolean others) {
            mesh.calm(peer, others);
        }

        @Override
        public void doubt(PeerId peer) {
            mesh.doubt(peer);
        }
    }

    /** A membership over the links of {@code mesh}, in no party; one per mesh. */
    public static GroupMembership open(Mesh mesh, GroupSettings settings) {
        return new GroupMembership(mesh, settings);
    }

    private void onSignal(MeshSignal signal) {
        loop.tryExecute(() -> member.onSignal(signal)); // full: frames are said again, and so are suspicions
    }

    @Override
    public PeerId self() {
        return mesh.self();
    }

    @Override
    public void join(PartyId party) {
        drainLoop();
        if (joined) {
            throw new IllegalStateException("already in a party; leave it before joining " + party);
        }
        joined = true;
        long next = ++life;
        loop.execute(() -> {
            lifeOfLoop = next;
            member.join(party);
        });
    }

    @Override
    public void leave() {
        joined = false;
        life++;
        inbox.clear();
        loop.tryExecute(member::leave);
    }

    @Override
    public void admit(PeerId peer) {
        loop.execute(() -> member.admit(peer));
    }

    @Override
    public void evict(PeerId peer) {
        loop.execute(() -> member.evict(peer));
    }

    @Override
    public @Nullable View view() {
        return inbox.view();
    }

    @Override
    public int drain(Consumer<? super MembershipEvent> consumer, int max) {
        drainLoop();
        return inbox.drain(consumer, max);
    }

    private void drainLoop() {
        events.drain(this::take, MAX_EVENTS);
    }

    private void take(Tagged tagged) {
        if (tagged.life() == life) {
            inbox.add(tagged.event());
            joined &= !(tagged.event() instanceof MembershipEvent.Excluded excluded) || excluded.comesBack();
        }
    }

    /** This member's address in its present stay. */
    GroupAddress address() {
        return member.address();
    }

    /** What JGroups says in an idle party, a member a second: signs of life and probes for other sides. */
    public static double idlePacketsPerSecond(int members) {
        return (members - 1) * GroupChannel.IDLE_MESSAGES_PER_SECOND;
    }

    /** Frames that were malformed, not allowed, or said by somebody who may not say so. */
    public long refused() {
        return refused.get();
    }

    /** Shows the figures of this membership in {@code metrics}. */
    public void register(Metrics metrics) {
        metrics.counter("worldmesh_mesh_party_refused_total", "frames of a party that were refused", this::refused);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        loop.close();
        joiner.close();
    }
}
