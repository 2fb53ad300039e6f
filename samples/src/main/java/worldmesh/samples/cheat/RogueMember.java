package worldmesh.samples.cheat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Pipeline;
import worldmesh.authority.store.RocksWorldStoreProvider;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.group.GroupMembership;
import worldmesh.mesh.group.GroupSettings;
import worldmesh.mesh.identity.KeyFile;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.membership.Membership;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.core.JoinRequest;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.PeerView;
import worldmesh.peer.core.SectorMap;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.core.SessionState;
import worldmesh.peer.core.WorldParts;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.port.WorldStore;
import worldmesh.peer.wire.Message;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.entity.EntityId;

/**
 * A member that joined as everybody does and whose program sends what it likes: below its session, over its own links,
 * past every check of its own. Confined to one thread.
 */
public final class RogueMember implements AutoCloseable {
    /** A second way into a session's streams: the one that honest messages of sessions take. */
    private static final int CONTROL_STREAM = 0;

    private final Clock clock = SystemClock.INSTANCE;
    private final SecureRandom random = new SecureRandom();
    private final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
    private final Ed25519Signer signer;
    private final Mesh mesh;
    private final WorldStore store;
    private final LocalWorld world;
    private final SessionCore session;
    private final Membership membership;
    private @Nullable EntityId avatar;
    private @Nullable Authority authority;

    /** Opens a store of its own and looks for the party at {@code host}, from {@code listen}; keeps its key there. */
    public RogueMember(Path directory, InetSocketAddress listen, InetSocketAddress host) {
        this(directory, listen);
        session.join(host, JoinRequest.ANYBODY, clock.nanoTime(), clock.wallMillis());
    }

    /** A cheater who founds a party of its own. */
    public static RogueMember hosting(Path directory, InetSocketAddress listen) {
        RogueMember host = new RogueMember(directory, listen);
        var request = new HostRequest("Island", worldmesh.world.trust.Membership.OPEN, host::blind, host.fresh());
        host.session.host(request, host.clock.nanoTime(), host.clock.wallMillis());
        Awaken.island(host.self()).forEach(quarter -> host.session.submit(quarter, CommandListener.NONE));
        return host;
    }

    private RogueMember(Path directory, InetSocketAddress listen) {
        this.store = new RocksWorldStoreProvider().open(directory, callbacks::add);
        this.signer = KeyFile.loadOrCreate(directory.resolve("identity.key"), random);
        this.mesh = Mesh.open(MeshSettings.defaults(), signer, UdpDatagramPort.open(listen), clock, random);
        this.world = new LocalWorld(parts(), random.nextLong());
        this.session = new SessionCore(world, SessionSettings.defaults(), mesh, random.nextLong());
        this.membership = GroupMembership.open(mesh, GroupSettings.defaults());
        session.takePart(this::blind, membership);
    }

    /** Its authority believes every holder and every command: who cheats does not look. */
    private Authority blind(AuthorityContext context) {
        var answers = new AnswerWindow(context.store().journal()::get);
        PartyRules rules = new PartyRules() {
            @Override
            public boolean storesEntry(boolean sound) {
                return true;
            }

            @Override
            public boolean asksForSeals() {
                return false;
            }
        };
        var setup = new Pipeline.Setup(answers, AdmitLimits.DEFAULT, rules, PartySettings.DEFAULT);
        Authority opened = Pipeline.open(context, setup);
        authority = opened;
        return opened;
    }

    private WorldParts parts() {
        return new WorldParts(
                GameWorld.schema(),
                GameRules.book(),
                new SectorMap(),
                signer,
                Ed25519Verifier.INSTANCE,
                store,
                ReceiptSink.NONE,
                "EVE");
    }

    /** One turn: lives on as a member does, and enters the game as a player does. */
    public void turn() {
        for (Runnable due = callbacks.poll(); due != null; due = callbacks.poll()) {
            due.run();
        }
        session.update(clock.nanoTime(), clock.wallMillis());
        boolean ground = world.manifest() != null && session.state() == SessionState.CONNECTED;
        if (ground && avatar == null) {
            EntityId body = world.spawn(null, new Pose(Footing.START, Footing.START), new Avatar("EVE", 3));
            avatar = body;
            session.submit(new Enter(body), CommandListener.NONE);
        }
    }

    /** True once it is in the game and linked to so many others. */
    public boolean isPlaying(int others) {
        EntityId body = avatar;
        return body != null
                && world.confirmed(body, Vitals.class) != null
                && victims().size() >= others;
    }

    /** Where the party has seen it stand, or null before it is in the game. */
    public @Nullable Footing footing() {
        EntityId body = avatar;
        return body == null ? null : world.confirmed(body, Footing.class);
    }

    /** Where it listens. */
    public InetSocketAddress local() {
        return mesh.local();
    }

    /** True once it was sent away. */
    public boolean isOver() {
        return session.state() == SessionState.CLOSED;
    }

    /** Its key. */
    public PeerId self() {
        return world.self();
    }

    /** Tries what a player can, at everybody it is linked to; answers what it tried. */
    public List<Attempt> cheat() {
        List<Attempt> tried = repertoire().deeds();
        mesh.flush();
        return tried;
    }

    /** Lies as a member of the party, to everybody it is linked to; answers what it tried. */
    public List<Attempt> lie() {
        List<Attempt> tried = repertoire().lies();
        mesh.flush();
        return tried;
    }

    /** As the holder, has its own authority judge commands that it makes up in the names of all others. */
    public List<Attempt> impersonate() {
        Authority own = authority;
        if (own == null) {
            throw new IllegalStateException("the cheater takes no part in the party's authority yet");
        }
        List<Attempt> tried = new ArrayList<>();
        for (CommandEnvelope forged : repertoire().wishesOfOthers()) {
            own.onCommand(forged.id().player(), forged, clock.nanoTime());
            tried.add(
                    new Attempt(Attempt.Cheat.UNSIGNED_COMMAND, Attempt.Trace.APPLIED, Evidence.name(forged.id()), 0));
        }
        return tried;
    }

    private Repertoire repertoire() {
        EntityId body = avatar;
        if (body == null) {
            throw new IllegalStateException("the cheater is not in the game yet; wait until it plays");
        }
        return new Repertoire(this, new Forgery(signer, world.schema(), world.replica(), random), body);
    }

    LocalWorld world() {
        return world;
    }

    /** Everybody it is linked to. */
    List<PeerId> victims() {
        return session.peers().stream()
                .filter(peer -> !peer.self())
                .map(PeerView::peer)
                .toList();
    }

    /** A number that nobody has used. */
    long fresh() {
        return random.nextLong();
    }

    /** Sends a message to everybody, as it is. */
    void send(Message message) {
        byte[] bytes = message.encode();
        victims().forEach(victim -> mesh.send(victim, Lane.RELIABLE, CONTROL_STREAM, bytes));
    }

    @Override
    public void close() {
        session.close();
        membership.close();
        mesh.close();
        store.close();
    }
}
