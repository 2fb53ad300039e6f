package worldmesh.peer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.discovery.Place;
import worldmesh.mesh.group.GroupMembership;
import worldmesh.mesh.identity.TicketFile;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.lan.LanBrowser;
import worldmesh.mesh.lan.LanSettings;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.membership.Membership;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.core.JoinRequest;
import worldmesh.peer.core.PeerView;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionState;
import worldmesh.peer.core.SessionStats;
import worldmesh.peer.event.Event;
import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.peer.owner.OwnerDecider;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.peer.predict.Rejection;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicName;
import worldmesh.peer.view.EventQueue;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.trust.WorldManifest;

/**
 * A world shared with others. Call {@link #update} from the game loop: everything happens in there, on that thread.
 * Links are kept alive on threads of their own, whatever the frame rate.
 */
public final class Session implements AutoCloseable {
    /** A holder has so long to give its role away; the others' disks and two round trips are far below. */
    private static final long LEAVE_NANOS = 600_000_000;

    private static final long LEAVE_TURN_NANOS = 4_000_000;

    private final World world;
    private final SessionCore core;
    private final Mesh mesh;
    private final SessionPort port;
    private final Clock clock;
    private final LanPresence lan;
    private final Assets assets;
    private final @Nullable Membership membership;
    private @Nullable SessionMetrics published;
    private boolean updating;
    private boolean hosts;

    private Session(World world, SessionOptions options) {
        this.world = world;
        this.clock = SystemClock.INSTANCE;
        WorldShell shell = world.shell();
        this.port = SessionPort.open(options, shell, clock);
        this.mesh = port.mesh();
        mesh.keepTickets(new TicketFile(shell.tickets(), clock));
        this.core = new SessionCore(
                world.core(), options.session(), mesh, shell.random().nextLong());
        this.lan = new LanPresence(
                options, shell.signer(), clock, () -> mesh.paths().rendezvous());
        AuthorityProvider authority = Providers.authorityIfPresent();
        this.membership = authority == null || options.isAlone() ? null : GroupMembership.open(mesh, options.party());
        if (authority != null) {
            core.takePart(authority, membership);
        }
        this.assets = new Assets(this, core.assets(), options.assets(), clock);
    }

    /**
     * Hosts the world: founds it under {@code worldName} if the store is empty, else takes it up again. A party's world
     * whose other members play on is joined, not hosted beside them: they are looked for first, for about a second.
     */
    public static Session host(World world, String worldName) {
        return host(world, worldName, SessionOptions.defaults());
    }

    /** Hosts the world. */
    public static Session host(World world, String worldName, SessionOptions options) {
        world.checkedCore();
        var authority = Providers.authority();
        Session session = new Session(world, options);
        session.hosts = true;
        long seed = world.shell().random().nextLong();
        HostRequest request = new HostRequest(worldName, options.membership(), options.hosting(), authority, seed);
        boolean hosting = false;
        try {
            session.core.comeBack(request, session.clock.nanoTime(), session.clock.wallMillis());
            hosting = true;
        } finally {
            if (!hosting) {
                session.closeNetwork();
            }
        }
        if (session.core.isComingBack()) {
            session.recall();
            if (options.announce()) {
                session.lan.browse();
            }
        }
        return session;
    }

    /** The members of the world are looked for where they were last. */
    private void recall() {
        if (world.manifest() != null) {
            world.shell().members().known().forEach(core::hint);
        }
    }

    /** Joins the first party heard on the local network, or the one whose world the store holds. */
    public static Session joinLan(World world) {
        return joinLan(world, SessionOptions.defaults());
    }

    /**
     * Joins the first party heard on the local network, or found as {@code options.discovery()} says, or the one whose
     * world the store holds.
     */
    public static Session joinLan(World world, SessionOptions options) {
        world.checkedCore();
        Session session = new Session(world, options);
        session.lan.browse();
        session.recall();
        return session;
    }

    /** Joins the party of an invitation. */
    public static Session join(World world, Invite invite) {
        return join(world, invite, SessionOptions.defaults());
    }

    /** Joins the party of an invitation. */
    public static Session join(World world, Invite invite, SessionOptions options) {
        return join(
                world,
                PeerAddresses.of(invite),
                new JoinRequest(invite.peer(), invite.world(), invite.secret()).or(PeerAddresses.standIns(invite)),
                options.ice(options.ice().withNode(options.ice().node().with(invite.node()))));
    }

    /** Joins whoever is at {@code host:port}, or the party of an invitation link. */
    public static Session join(World world, String hostPortOrInvite) {
        return join(world, hostPortOrInvite, SessionOptions.defaults());
    }

    /**
     * Joins whoever is at {@code host:port}, or the party of an invitation link. All addresses of a name are tried, and
     * those of several {@code host:port} parted by commas, which must be one machine's; the first that answers counts.
     */
    public static Session join(World world, String hostPortOrInvite, SessionOptions options) {
        if (hostPortOrInvite.contains("://")) {
            return join(world, Invite.parse(hostPortOrInvite), options);
        }
        return join(world, PeerAddresses.of(hostPortOrInvite), JoinRequest.ANYBODY, options);
    }

    private static Session join(
            World world, List<InetSocketAddress> addresses, JoinRequest request, SessionOptions options) {
        world.checkedCore();
        Session session = new Session(world, options);
        session.core.join(
                addresses.get(0), request.at(addresses), session.clock.nanoTime(), session.clock.wallMillis());
        session.recall();
        return session;
    }

    /** Lists the parties on the local network; close it when done. */
    public static LanBrowser browseLan() {
        return LanBrowser.open(LanSettings.defaults(), Ed25519Verifier.INSTANCE, SystemClock.INSTANCE);
    }

    /**
     * One turn of the game loop: takes what came in, tells observers, sends what is new. Always on the same thread.
     *
     * @param deltaSeconds the time since the last turn; the session has its own clock and refuses only what is no time
     */
    public void update(double deltaSeconds) {
        if (!(deltaSeconds >= 0) || Double.isInfinite(deltaSeconds)) {
            throw new IllegalArgumentException("deltaSeconds is " + deltaSeconds
                    + ", must be a time of 0 or more; pass the length of the last frame");
        }
        world.shell().enterUpdate();
        world.shell().drainCallbacks();
        if (lan.isBrowsing()) {
            lookAround();
        }
        updating = true;
        try {
            core.update(clock.nanoTime(), clock.wallMillis());
        } finally {
            updating = false;
            core.onTurnEnd(clock.nanoTime());
        }
        lan.announce(core, mesh.local());
        world.shell().members().keep(core.newWhereabouts());
        if (published != null) {
            published.take();
        }
    }

    private void lookAround() {
        boolean connecting = core.state() == SessionState.CONNECTING;
        if (hosts ? !core.isComingBack() : !connecting) {
            lan.stop();
            return;
        }
        if (!hosts) {
            core.seek(lan.findsSome(), clock.nanoTime(), clock.wallMillis());
        }
        for (Place found = lan.next(world.manifest()); found != null; found = lan.next(world.manifest())) {
            PeerId peer = found.peer();
            if (!hosts) {
                JoinRequest request = new JoinRequest(peer, found.world(), found.secret()).at(found.addresses());
                core.join(found.addresses().get(0), request, clock.nanoTime(), clock.wallMillis());
            } else if (peer != null) {
                core.hint(new Whereabouts(peer, found.addresses().get(0)));
            }
        }
    }

    /** Sends a command to the authority; it is predicted at once and answered through the handle. */
    public CommandHandle submit(Record command) {
        CommandHandle handle = new CommandHandle(command);
        handle.named(checkedCore().submit(command, handle.listener()));
        return handle;
    }

    /** What players say. */
    public Chat chat() {
        return new Chat(this);
    }

    /** Bytes of the game's own for whoever subscribes, from peer to peer; its name has 1..64 bytes. */
    public Topic topic(String name, TopicKind kind) {
        checkedCore();
        return new Topic(this, new TopicName(name, kind));
    }

    /** Which sectors this player hears about, and what is known of those further off. */
    public Sight sight() {
        return new Sight(this);
    }

    /** Files that players share. */
    public Assets assets() {
        return assets;
    }

    /** What players show of themselves. */
    public Presence presence() {
        return new Presence(this);
    }

    /** The players here, this one first. */
    public List<PeerView> peers() {
        return checkedCore().peers();
    }

    /** This player goes by another name from now on, for everybody. */
    public void rename(String name) {
        checkedCore().rename(name);
    }

    /** Where the session is in its life. */
    public SessionState state() {
        return checkedCore().state();
    }

    /** True while it is part of the party. */
    public boolean isConnected() {
        return state() == SessionState.CONNECTED;
    }

    /** Seeks all members again at once; needed only where {@code peer.reconnect.automatic} is off. */
    public void reconnect() {
        checkedCore().reconnect();
    }

    /** Who holds the authority, or null while it is unknown. */
    public @Nullable PeerId authority() {
        return checkedCore().authorityHolder();
    }

    /** The epoch of the authority, 0 while it is unknown. */
    public long epoch() {
        return checkedCore().epoch();
    }

    /** True if this peer hosts. */
    public boolean isHost() {
        return checkedCore().isHost();
    }

    /** Who holds what in the party; null for a light client and before the world is known. */
    public @Nullable AuthorityStatus authorityStatus() {
        return checkedCore().party().status();
    }

    /**
     * The members of the party's view, its coordinator first: who goes by whom, as the membership protocol agreed on
     * it. This peer alone until it is in one.
     */
    public List<PeerId> view() {
        return checkedCore().party().view();
    }

    /** The player's choice, on a side without the majority of the last roster, to go on without the others. */
    public void adopt() {
        checkedCore().party().adopt();
    }

    /** Commands that wait for an answer. */
    public int unansweredCommands() {
        return checkedCore().unansweredCommands();
    }

    /** The last of this player's commands that were rejected, each with its reason; the newest last, at most 64. */
    public List<Rejection> rejections() {
        checkedCore();
        return world.core().rejections().all();
    }

    /** Hears events of one type, or of one of the five kinds, inside {@code update}. */
    public <E extends Event> Session on(Class<E> type, Consumer<? super E> listener) {
        checkedCore().subscribe(type, listener);
        return this;
    }

    /** Hears events of some of the five kinds inside {@code update}. */
    public Session on(Set<Event.Kind> kinds, Consumer<? super Event> listener) {
        checkedCore().subscriptions().subscribe(kinds, listener);
        return this;
    }

    /**
     * Keeps events of some of the five kinds for a subscriber that takes them at its own pace, at most {@code capacity}
     * of them: updates of one cell become one, errors are never dropped. Taken on the world's thread.
     */
    public EventQueue events(Set<Event.Kind> kinds, int capacity) {
        return checkedCore().subscriptions().queue(kinds, capacity);
    }

    /**
     * Asks the owner for an entity with a component whose owner changes on {@code REQUEST}. Completed inside {@code
     * update}: granted once this world shows the entity as this player's, else refused with what stood in the way.
     */
    public CompletableFuture<OwnerAnswer> requestOwner(Entity entity) {
        CompletableFuture<OwnerAnswer> answer = new CompletableFuture<>();
        checkedCore().owners().request(entity.id(), answer::complete);
        return answer;
    }

    /** Who decides when other players ask for what this player owns; without one whoever asks gets it. */
    public void decideOwners(OwnerDecider decider) {
        checkedCore().owners().decideBy(decider, world.shell()::checkThread);
    }

    /** For the host: tells every player something. */
    public void notice(String text) {
        checkedCore().notice(text);
    }

    /** For the host: refuses all commands for that reason, which everybody is told; an empty one takes them again. */
    public void readOnly(String reason) {
        checkedCore().readOnly(reason);
    }

    /** The UDP address this peer listens at. */
    public InetSocketAddress local() {
        return mesh.local();
    }

    /** What went over all links since the start, past ones too: bytes, messages, latency, loss. Any thread. */
    public NetworkStats networkStats() {
        return mesh.networkStats();
    }

    /** What went over the link to {@code peer} since it came up, {@code NetworkStats.NONE} without one. Any thread. */
    public NetworkStats networkStats(PeerId peer) {
        return mesh.networkStats(peer);
    }

    /** Who may come in: invitations of every member, bans, kicks and the lock of the host. */
    public Door door() {
        return new Door(this);
    }

    /**
     * An invitation for players who reach this machine under {@code host}, or under one of up
     * to four names and addresses parted by commas. In a world by invitation that of its founder
     * serves any number of players for ever; any other member's serves one player for a day.
     */
    public Invite invite(String host) {
        boolean founders = checkedCore().invitationSecret().length > 0;
        boolean open = door().state().policy() == worldmesh.world.trust.Membership.OPEN;
        return founders || open ? link(host, core.invitationSecret()) : invite(host, 1, Duration.ofDays(1));
    }

    /** An invitation for so many players and so long, for players who reach this machine under {@code host}. */
    public Invite invite(String host, long players, Duration life) {
        requireManifest();
        return link(host, checkedCore().door().invite(players, life.toMillis()).secret());
    }

    private Invite link(String host, byte[] secret) {
        WorldManifest manifest = requireManifest();
        int at = mesh.local().getPort();
        Invite plain =
                new Invite(host, at, world.self(), manifest.worldId().hash().bytes(), secret).at(port.meetsAt());
        List<Whereabouts> others = core.door().standIns().choose(Invite.MAX_STAND_INS);
        return plain.with(PeerAddresses.named(others, plain.hosts().get(0)));
    }

    private WorldManifest requireManifest() {
        WorldManifest manifest = world.manifest();
        if (manifest == null) {
            throw new IllegalStateException("no world is known yet, so nobody can be invited; wait for ConnectedEvent");
        }
        return manifest;
    }

    /** What to try if nothing is heard on the local network. */
    public Optional<String> lanHint() {
        return lan.hint();
    }

    /** What was refused and moved. */
    public SessionStats stats() {
        return checkedCore().stats();
    }

    /** What this session's authority did, by name; empty if it does not hold one. */
    public SortedMap<String, Long> authorityCounts() {
        return checkedCore().party().counts();
    }

    /** Publishes all counts of this session and its authority, as of the last update; once per registry. */
    public void publish(Metrics metrics) {
        published = new SessionMetrics(checkedCore(), metrics);
        port.register(metrics);
    }

    /** Leaves: sends what is not sent yet and tells {@code DisconnectedEvent}. The world stays open. */
    @Override
    public void close() {
        leave();
        core.close();
        lan.close();
        closeNetwork();
    }

    /** Turns for the authority that gives its role away; inside an update there is no time for that. */
    private void leave() {
        checkedCore();
        long end = clock.nanoTime() + LEAVE_NANOS;
        boolean left = updating || core.leave(clock.nanoTime(), clock.wallMillis());
        while (!left && clock.nanoTime() < end) {
            SystemClock.INSTANCE.park(LEAVE_TURN_NANOS);
            world.shell().drainCallbacks();
            left = core.leave(clock.nanoTime(), clock.wallMillis());
        }
    }

    private void closeNetwork() {
        assets.close();
        if (membership != null) {
            membership.close();
        }
        port.close();
    }

    World world() {
        return world;
    }

    SessionCore checkedCore() {
        world.shell().checkThread();
        return core;
    }
}
