package worldmesh.benchmarks.flood;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import worldmesh.benchmarks.actor.Turns;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Welcome;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;

/**
 * An admitted member that minds no limit: it speaks the session protocol just enough to be let in, then fires. Thrown
 * out, it comes back.
 */
public final class RogueMember implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long TURN_NANOS = 2_000_000L;

    private final Clock clock = SystemClock.INSTANCE;
    private final FloodHost host;
    private final Mesh mesh;
    private final Ammunition ammunition;
    private final Pacer pacer;
    private final Turns turns;
    private final AtomicLong fired = new AtomicLong();
    private long nextShot = 1;
    private volatile boolean connecting;
    private volatile boolean admitted;
    private volatile boolean firing;

    private RogueMember(String name, FloodHost host, Ed25519Signer key, Ammunition ammunition, int perSecond) {
        this.host = host;
        this.ammunition = ammunition;
        this.pacer = new Pacer(perSecond, clock.nanoTime());
        this.mesh = Mesh.open(
                MeshSettings.defaults(),
                key,
                UdpDatagramPort.open(new InetSocketAddress(host.local().getAddress(), 0)),
                clock,
                RANDOM);
        mesh.deliverTo(this::onSignal);
        this.turns = new Turns(name, TURN_NANOS, this::turn, mesh::close);
        turns.start();
    }

    /** Fires commands that cheat, so many a second. */
    public static RogueMember withCommands(FloodHost host, HonestPlayer victim, int perSecond) {
        Ed25519Signer key = Ed25519Signer.generate(RANDOM);
        var commands = CheatingCommands.own(key, RANDOM.nextLong(), host, victim.purse());
        return new RogueMember("flood-commands", host, key, commands, perSecond);
    }

    /** Fires messages that are none, so many a second. */
    public static RogueMember withMalformedMessages(FloodHost host, HonestPlayer victim, int perSecond) {
        Ed25519Signer key = Ed25519Signer.generate(RANDOM);
        long session = RANDOM.nextLong();
        var own = CheatingCommands.own(key, session, host, victim.purse());
        var foreign = CheatingCommands.foreign(victim.self(), session, host, victim.purse());
        var malformed = new MalformedMessages(own, foreign, new SplittableRandom(session));
        return new RogueMember("flood-malformed", host, key, malformed, perSecond);
    }

    /** Begins or stops to fire. */
    public void fire(boolean now) {
        firing = now;
    }

    /** True while the host counts it a member. */
    public boolean isAdmitted() {
        return admitted;
    }

    /** Messages its link took. */
    public long fired() {
        return fired.get();
    }

    /** Fires messages of the largest size, so many a second, or as many as its link carries. */
    public static RogueMember withLargeMessages(FloodHost host, int perSecond) {
        Ed25519Signer key = Ed25519Signer.generate(RANDOM);
        var large = new LargeMessages(new SplittableRandom(RANDOM.nextLong()));
        return new RogueMember("flood-large", host, key, large, perSecond);
    }

    private void turn() {
        if (!connecting && !admitted) {
            connecting = true;
            mesh.connect(host.local(), host.self());
        }
        if (!firing || !admitted) {
            pacer.restart(clock.nanoTime());
            return;
        }
        for (int due = pacer.take(clock.nanoTime()); due > 0; due--) {
            if (!mesh.send(host.self(), Lane.RELIABLE, 0, ammunition.shot(nextShot))) {
                return; // the host takes no more for now
            }
            nextShot++;
            fired.incrementAndGet();
        }
        mesh.flush();
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            greet(up.peer());
        } else if (signal instanceof MeshSignal.Received received) {
            boolean welcome = received.message()[0] == MessageKind.WELCOME.code();
            admitted |= welcome && received.from().equals(host.self());
        } else if (signal instanceof MeshSignal.LinkDown down && down.peer().equals(host.self())) {
            admitted = false;
            connecting = false;
        } else if (signal instanceof MeshSignal.ConnectFailed) {
            connecting = false;
        }
    }

    private void greet(PeerId peer) {
        var manifest = host.manifest();
        var hello = new Hello(
                Hello.VERSION,
                manifest.worldId().hash().bytes(),
                host.schema().hash().bytes(),
                "rogue",
                1,
                new byte[0],
                false);
        mesh.send(peer, Lane.RELIABLE, 0, hello.encode());
        mesh.send(peer, Lane.RELIABLE, 0, new Welcome(manifest.encode(), 0, false).encode());
    }

    @Override
    public void close() {
        turns.close();
    }
}
