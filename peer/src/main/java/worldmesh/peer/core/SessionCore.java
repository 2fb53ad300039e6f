package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.membership.Membership;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.error.ConnectionError;
import worldmesh.peer.event.DisconnectReason;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.PeerJoinedEvent;
import worldmesh.peer.event.PeerLeftEvent;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandId;

/**
 * The session machine: one peer's part in a party. The owner calls {@link #update} with the time, again and again, on
 * one thread; everything happens in there: inbox, merge, authority, observers, outbox. Pure: it starts no thread, reads
 * no clock and opens nothing.
 */
public final class SessionCore {
    private final LocalWorld world;
    private final SessionScope scope;
    private final Replication replication;
    private final Greeter greeter;
    private final Meeting meeting;
    private final CommandDesk commands;
    private final SocialDesk social;
    private final PeerRoster roster;
    private final TimeKeeper time;
    private final PoseDesk poses;
    private final OwnerDesk owners;
    private final Lifecycle lifecycle;
    private final Joining joining;
    private final Recovery recovery;
    private final MessageRouter router;
    private final Subscriptions subscriptions;
    private final PartyDesk party;
    private final Homecoming homecoming;
    private final DoorDesk door;
    private final Admissions admissions = new Admissions();
    private final SignalIntake intake;

    /** A session of {@code world} over {@code mesh}; {@code session} is random and names it. */
    public SessionCore(LocalWorld world, SessionSettings settings, MeshPort mesh, long session) {
        this.world = world;
        this.scope = new SessionScope(world, new Links(mesh), settings, session);
        this.intake = new SignalIntake(mesh, this::onSignal, () -> scope.judged);
        this.replication = new Replication(scope);
        this.commands = new CommandDesk(scope, replication.proofs());
        this.party = new PartyDesk(scope, replication, commands);
        this.door = new DoorDesk(scope, replication.proofs(), party);
        this.greeter = new Greeter(scope, door, admissions);
        this.meeting = new Meeting(scope, door);
        this.homecoming = new Homecoming(scope, party, meeting);
        this.social = new SocialDesk(scope, replication.proofs(), door);
        this.roster = new PeerRoster(scope, replication.proofs(), social);
        this.time = new TimeKeeper(scope, replication.proofs());
        this.poses = new PoseDesk(scope, replication.proofs());
        poses.attention().beforeSilence(party::requireNoPart);
        this.lifecycle = new Lifecycle(scope, replication);
        this.joining = new Joining(scope, replication);
        this.recovery = new Recovery(scope, replication);
        scope.onErrors(recovery);
        this.owners = new OwnerDesk(scope);
        this.router = new MessageRouter(
                scope,
                new MessageRouter.SessionDesks(
                        greeter, meeting, replication, commands, party, social, roster, time, poses, owners));
        this.subscriptions = new Subscriptions(scope, replication.interests(), poses.attention());
        world.views().onEvents(scope::emit);
    }

    /**
     * Hosts: founds the world if the store is empty and opens its authority. Whoever was at a party can bring its world
     * back; a hosted world is opened by its founder alone. The world can be edited at once.
     */
    public void host(HostRequest request, long nowNanos, long wallMillis) {
        begin(nowNanos, wallMillis);
        Founding.found(world, request);
        party.host(request.authority());
        commands.takeUpWishes();
        greeter.host();
    }

    /**
     * Hosts, but not beside others that play on: where the roster of a party's world has other members they are looked
     * for, where {@link #hint} says, and joined. Hosts after all if nobody is found in time.
     */
    public void comeBack(HostRequest request, long nowNanos, long wallMillis) {
        begin(nowNanos, wallMillis);
        if (homecoming.begin(request)) {
            commands.takeUpWishes();
        } else {
            host(request, nowNanos, wallMillis);
        }
    }

    /** True while the others of a party are looked for. */
    public boolean isComingBack() {
        return homecoming.isUnderWay();
    }

    /** A member may be there. */
    public void hint(Whereabouts member) {
        meeting.connector().hint(member, scope.nowNanos);
    }

    /** Where the peers are that this session is linked with; empty if nobody was let in since the last call. */
    public List<Whereabouts> newWhereabouts() {
        return meeting.newWhereabouts();
    }

    /**
     * Takes part in parties with an authority of its own, not as a light client; a machine that does not give its whole
     * attention stays one. Before hosting or joining.
     */
    public void takePart(AuthorityProvider authority, @Nullable Membership membership) {
        if (scope.settings.attention() == Attention.FULL) {
            party.takePart(authority, membership);
        }
    }

    /** Looks for the party at an address; who is expected there and the secret come from an invitation. */
    public void join(InetSocketAddress address, JoinRequest request, long nowNanos, long wallMillis) {
        begin(nowNanos, wallMillis);
        greeter.joinWith(request);
        if (world.isKnown()) {
            commands.takeUpWishes();
        }
        meeting.seed(address, request);
        joining.choose();
    }

    /** A party is looked for that {@link #join} will name; {@code heard} tells that there are some. */
    public void seek(boolean heard, long nowNanos, long wallMillis) {
        begin(nowNanos, wallMillis);
        joining.seek(heard);
    }

    /** One turn: inbox, merge, authority, observers, outbox. */
    public void update(long nowNanos, long wallMillis) {
        if (lifecycle.isOver()) {
            scope.bus.flush();
            return;
        }
        begin(nowNanos, wallMillis);
        scope.turn();
        commands.onTick();
        // Edits of the game leave under their own batches, before the authority writes its own.
        sealEdits();
        scope.behind = intake.take();
        decide();
        HostRequest alone = homecoming.onTime();
        if (alone != null) {
            host(alone, nowNanos, wallMillis);
        }
        tell();
        send();
    }

    /** The update that began last is over. */
    public void onTurnEnd(long nowNanos) {
        scope.turns.onTurnEnd(nowNanos);
    }

    private void begin(long nowNanos, long wallMillis) {
        scope.at(nowNanos, wallMillis);
        world.advance(nowNanos, wallMillis);
        time.onTime(wallMillis);
    }

    private void sealEdits() {
        if (world.isKnown()) {
            world.settle();
            replication.takeLocal();
            replication.spread(world.seal());
        }
    }

    private void decide() {
        door.onTime(admissions);
        greeter.onTime();
        meeting.onTime();
        social.onTime();
        if (world.isKnown()) {
            replication.onTime();
            replication.proofs().onTime();
            owners.onTime();
            if (party.desk() != null) {
                commands.route(party.desk());
            }
            party.onTime();
            commands.settle();
            replication.takeLocal();
        }
        lifecycle.onTime(party.isHome(), meeting.gaveUp());
        joining.onTime(lifecycle.state() == SessionState.CONNECTED);
        recovery.onTime(party.isHome());
    }

    private void tell() {
        world.views().refresh();
        world.views().flush();
        scope.bus.flush();
    }

    private void send() {
        if (world.isKnown()) {
            sealEdits();
            world.views().refresh();
            // Edits leave before the commands that rely on them.
            replication.pump();
            owners.reply();
            commands.route(party.desk());
            poses.stream();
        }
        for (PeerLink link : scope.links.all()) {
            link.flush();
            if (link.overflown) {
                scope.links.close(link, CloseReason.OVERLOADED);
            }
        }
        scope.links.mesh().flush();
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            router.onReceived(received);
        } else if (signal instanceof MeshSignal.LinkUp up) {
            endLink(up.peer(), true);
            greeter.onLinkUp(scope.links.open(up, scope.settings, scope.nowNanos));
        } else if (signal instanceof MeshSignal.LinkDown down) {
            onLinkDown(down);
        } else if (signal instanceof MeshSignal.Suspected suspected) {
            PeerLink link = scope.links.find(suspected.peer());
            if (link != null) {
                link.onSuspected(suspected.suspected(), scope.nowNanos);
                meeting.connector().onLost(suspected.peer(), scope.nowNanos);
            }
        } else {
            meeting.onSignal(signal);
        }
    }

    private void onLinkDown(MeshSignal.LinkDown down) {
        boolean lost = down.reason() != CloseReason.LEFT && down.reason() != CloseReason.REFUSED;
        boolean gone = endLink(down.peer(), lost);
        // The holder of the authority is sought also after it left in good order: the party waits for it.
        boolean left =
                down.reason() == CloseReason.LEFT && !replication.proofs().isHolder(down.peer());
        if (left) {
            meeting.connector().forget(down.peer());
            return;
        }
        if (gone && down.reason() != CloseReason.REFUSED) {
            scope.fail(new ConnectionError(
                    down.peer(), "the link to " + down.peer().brief() + " ended: " + down.reason()));
        }
        // Who was refused for good is forgotten already; whoever was only too slow to greet is sought again.
        meeting.connector().onLost(down.peer(), scope.nowNanos);
    }

    /** The session at the end of a link that was lost may go on over the next. */
    private boolean endLink(PeerId peer, boolean lost) {
        PeerLink link = scope.links.remove(peer);
        if (link == null) {
            return false;
        }
        replication.onLinkDown(peer);
        social.onLinkDown(peer);
        owners.onLinkDown(peer);
        poses.states().onLinkDown(link, lost);
        world.views().peerPoses().forgetPeer(peer);
        if (link.announced) {
            scope.emit(new PeerLeftEvent(peer, link.name(), Origin.REMOTE, world.worldMillis()));
        }
        return true;
    }

    private void finish(DisconnectReason reason) {
        lifecycle.end(reason);
        meeting.connector().cancelAll();
        commands.end();
        owners.end();
        scope.links.leaveAll();
    }

    /** Seeks all members again at once, also where nothing lost is tried again by itself. */
    public void reconnect() {
        lifecycle.reconnect();
        meeting.connector().seekAll(scope.nowNanos);
    }

    /** Sends a command to the authority and predicts it. */
    public CommandId submit(Record command, CommandListener listener) {
        return commands.submit(command, listener);
    }

    /** Says something to all. */
    public void say(String text) {
        social.say(text);
    }

    /** What the game publishes from peer to peer. */
    public TopicDesk topics() {
        return social.topics();
    }

    /** The files that players share. */
    public AssetDesk assets() {
        return social.assets();
    }

    /** The last lines of chat, in causal order. */
    public List<ChatLine> chatHistory() {
        return social.history();
    }

    /** Shows something of this player to all, or no more if the value is empty. */
    public void show(String key, String value) {
        social.show(key, value);
    }

    /** Tells every player something; for the host. */
    public void notice(String text) {
        social.notice(text);
    }

    /** Refuses all commands for that reason, or takes them again if it is empty; for the host. */
    public void readOnly(String reason) {
        ReadOnlyDesk.requireFits(reason);
        party.refuseCommands(reason);
        social.readOnly().declare(reason);
    }

    /** Bans a player; false if this peer is not the host. */
    public boolean ban(PeerId peer) {
        return door.isHost() && door.banAtOnce(peer, admissions);
    }

    /** Who may come in. */
    public DoorDesk door() {
        return door;
    }

    /** The players, this one first. */
    public List<PeerView> peers() {
        return roster.peers();
    }

    /** This player goes by another name from now on. */
    public void rename(String name) {
        roster.rename(name);
    }

    /** Subscribes to events of one type, or of one of the five kinds. */
    public <E extends Event> void subscribe(Class<E> type, Consumer<? super E> subscriber) {
        subscriptions.subscribe(type, subscriber);
    }

    /** Requests for what others own, and who decides on those of others. */
    public OwnerDesk owners() {
        return owners;
    }

    /** The subscriptions to events. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Where the session is in its life. */
    public SessionState state() {
        return lifecycle.state();
    }

    /** Who holds the authority, or null while it is unknown. */
    public @Nullable PeerId authorityHolder() {
        return replication.proofs().holder();
    }

    /** The epoch of the tenure this peer goes by, 0 for none. */
    public long epoch() {
        return replication.proofs().epoch();
    }

    /** True if this session answers commands, or collects them on a side without a majority. */
    public boolean isHost() {
        return party.isInCharge();
    }

    /** This peer's part in the party. */
    public PartyDesk party() {
        return party;
    }

    /** What proves the founder's invitation for any number of players; empty for an open world and for others. */
    public byte[] invitationSecret() {
        return door.founderSecret();
    }

    /** Commands that wait for an answer. */
    public int unansweredCommands() {
        return commands.unanswered();
    }

    /** Counts for metrics. */
    public SessionStats stats() {
        return scope.counters.read(
                social.refusedLines(), replication.catchUps(), Caches.of(scope, replication, social));
    }

    /** The world. */
    public LocalWorld world() {
        return world;
    }

    /** One turn on the way out: false while the authority gives its role away and so needs more turns. */
    public boolean leave(long nowNanos, long wallMillis) {
        update(nowNanos, wallMillis);
        return lifecycle.isOver() || party.leave();
    }

    /** Leaves the party: keeps and sends what is not sent yet, tells the end. */
    public void close() {
        if (!lifecycle.isOver()) {
            if (world.isKnown()) {
                world.views().settleAll();
                sealEdits();
                party.close();
                replication.pump();
                scope.links.admitted().forEach(PeerLink::flush);
                scope.links.mesh().flush();
            }
            finish(DisconnectReason.CLOSED);
        }
        scope.bus.flush();
        world.views().onEvents(event -> {});
    }

    /** Goes on where an admission ended. */
    private final class Admissions implements Greeter.Listener, DoorDesk.Enforcer {
        @Override
        public void onWelcomed(PeerLink link, Welcome welcome) {
            time.onWelcome(link, welcome);
        }

        @Override
        public void onAdmitted(PeerLink link) {
            scope.links.onChanged();
            meeting.onAdmitted(link);
            replication.onAdmitted(link);
            poses.states().onAdmitted(link);
            social.onAdmitted(link);
            roster.onAdmitted(link);
            poses.attention().onAdmitted(link);
            commands.onWayOpen();
            scope.emit(new PeerJoinedEvent(link.peer(), link.name(), Origin.REMOTE, world.worldMillis()));
            router.replayEarly(link);
        }

        @Override
        public void turnAway(PeerLink link, Refusal refusal) {
            greeter.refuse(link, refusal);
        }

        @Override
        public void sentAway(Refusal refusal) {
            refused(world.self(), refusal, Origin.AUTHORITY);
            finish(DisconnectReason.KICKED);
        }

        private void refused(PeerId peer, Refusal why, Origin origin) {
            scope.emit(new RefusedEvent(peer, why.reason(), why.detail(), origin, world.worldMillis()));
        }

        @Override
        public void onRefused(PeerLink link, Refusal refusal, boolean byUs) {
            refused(link.peer(), refusal, byUs ? Origin.LOCAL : Origin.REMOTE);
            if (!refusal.reason().isPassing()) {
                meeting.onRefused(link, refusal.reason(), byUs);
            }
            DisconnectReason end = lifecycle.endAfter(link, refusal.reason(), byUs, party.isHome());
            if (end != null) {
                finish(end);
            }
        }
    }
}
