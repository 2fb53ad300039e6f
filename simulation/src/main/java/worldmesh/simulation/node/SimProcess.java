package worldmesh.simulation.node;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Pipeline;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.MeshSettings;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.core.JoinRequest;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SectorMap;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.core.WorldParts;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.game.SimWorld;
import worldmesh.simulation.plant.DamagingOutbox;
import worldmesh.simulation.plant.DroppingPort;
import worldmesh.simulation.plant.EagerJournal;
import worldmesh.simulation.plant.ForgetfulAnswers;
import worldmesh.simulation.plant.LyingOutbox;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.plant.PlantedRules;
import worldmesh.simulation.plant.UnsortedPort;
import worldmesh.simulation.plant.WatchedOutbox;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.membership.SimulatedParties;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;

/** One run of the program on a machine, from its start to its death: real mesh, session, world, store and authority. */
final class SimProcess {
    private static final int MESH = 1;
    private static final int CRYPTO = 2;
    private static final int NONCES = 3;

    /** So few that replicas drop batches and stores fold in long runs, as those of many evenings do. */
    private static final ReplicaLimits LIMITS = new ReplicaLimits(512, 64L << 20, 4_096, 512);

    private static final int FOLD_BATCHES = 48;

    /** The machine that ignores deltas, where that bug is planted. */
    private static final int DROPPING_MACHINE = 1;

    private final Machine machine;
    private final Surroundings around;
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final DeltaJournal journal;
    private final SimMesh machineMesh;
    private final MeshPort mesh;
    private final Program program;
    private final LocalWorld world;
    private final SessionCore session;
    private @Nullable Impersonator impersonator;

    /** Starts the program and takes its role. */
    SimProcess(Machine machine, Surroundings around, int incarnation, Program program) {
        this.machine = machine;
        this.around = around;
        this.program = program;
        this.journal = openJournal();
        this.machineMesh = openMesh(incarnation);
        this.mesh = changed(machineMesh);
        var nonces = around.random(machine.index(), incarnation, NONCES);
        this.world = new LocalWorld(parts(), nonces.nextLong());
        this.session =
                new SessionCore(world, SessionSettings.defaults().withCuts(program.cuts()), mesh, nonces.nextLong());
        tellNews();
        SimulatedParties parties = around.parties();
        if (parties != null) {
            session.takePart(this::openAuthority, parties.open(machine.signer().peer()));
        }
        enter(parties != null && world.manifest() != null, nonces.nextLong());
    }

    /** Machine 0 hosts, the others join; in a party whoever knows the world comes back to whom it met. */
    private void enter(boolean returns, long nonce) {
        long now = around.scheduler().nowNanos();
        long wall = machine.clock().wallMillis();
        if (machine.index() == 0 && !returns) {
            session.host(new HostRequest("simulated", Membership.OPEN, this::openAuthority, nonce), now, wall);
            return;
        }
        for (InetSocketAddress seed : around.seeds()) {
            if (!seed.equals(machine.address())) {
                session.join(seed, JoinRequest.ANYBODY, now, wall);
            }
        }
    }

    private void tellNews() {
        List<Class<? extends Event>> kinds = List.of(
                CommandAcceptedEvent.class,
                CommandRejectedEvent.class,
                CommandProvisionalEvent.class,
                PartyNoticeEvent.class);
        for (Class<? extends Event> kind : kinds) {
            session.subscribe(kind, event -> around.news().accept(machine, event));
        }
    }

    private DeltaJournal openJournal() {
        DeltaJournal real = new CutJournal(machine.disk().open(callbacks::add), around.cut());
        return around.plant() == Plant.ACK_BEFORE_SYNC ? new EagerJournal(real) : real;
    }

    private SimMesh openMesh(int incarnation) {
        var crypto = new SimulatedMeshCrypto(
                machine.signer(), around.signatures(), around.random(machine.index(), incarnation, CRYPTO));
        var core = new MeshCore(
                MeshSettings.defaults(), machine.signer(), crypto, around.random(machine.index(), incarnation, MESH));
        return new SimMesh(around.scheduler(), around.network().open(machine.address()), core);
    }

    private MeshPort changed(MeshPort real) {
        if (around.plant() == Plant.UNSORTED_ITERATION) {
            return new UnsortedPort(real);
        }
        boolean drops = around.plant() == Plant.DROP_DELTA && machine.index() == DROPPING_MACHINE;
        return drops ? new DroppingPort(real) : real;
    }

    private WorldParts parts() {
        OwnershipCheck ownership =
                around.plant() == Plant.ACCEPT_FOREIGN_OWNER ? (author, owner) -> true : OwnershipCheck.STRICT;
        return new WorldParts(
                SimWorld.SCHEMA,
                SimWorld.rules(),
                new SectorMap(),
                machine.signer(),
                around.signatures(),
                new JournalWorldStore(journal, FOLD_BATCHES),
                around.receipts(),
                machine.name(),
                ownership,
                LIMITS);
    }

    private Authority openAuthority(AuthorityContext context) {
        if (around.parties() != null) {
            return openParty(context);
        }
        return around.plant() == Plant.SKIP_DEDUP
                ? Pipeline.open(context, new ForgetfulAnswers(), AdmitLimits.DEFAULT)
                : Pipeline.open(context, AdmitLimits.DEFAULT);
    }

    private Authority openParty(AuthorityContext honest) {
        AuthorityOutbox watched =
                new WatchedOutbox(honest.out(), honest.signer().peer(), around.ear());
        var context = new AuthorityContext(
                honest.store(),
                honest.replica(),
                SimWorld.rules(program::mints),
                honest.signer(),
                honest.verifier(),
                honest.random(),
                around.cut().kept(),
                honest.cuts(),
                changed(honest, watched));
        AnswerWindow.dropOldSessions(context.store().journal());
        Plant plant = program.impersonates() ? Plant.FORGED_COMMANDS : around.plant();
        Authority opened = Pipeline.open(
                context,
                new Pipeline.Setup(
                        new AnswerWindow(context.store().journal()::get),
                        AdmitLimits.DEFAULT,
                        PlantedRules.of(plant),
                        PartySettings.DEFAULT));
        impersonator = program.impersonates() ? new Impersonator(world, opened) : null;
        return opened;
    }

    private AuthorityOutbox changed(AuthorityContext honest, AuthorityOutbox real) {
        if (program.forgesStates()) {
            return new DamagingOutbox(real);
        }
        return program.lies() ? new LyingOutbox(honest, real, this::roster) : real;
    }

    private int roster() {
        AuthorityStatus status = session.party().status();
        return status == null ? 0 : status.roster().size();
    }

    /** One turn, as the shell of a session takes it: what is durable first, then the session. */
    void turn() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
        Impersonator cheat = impersonator;
        if (cheat != null && program.cheats().getAsBoolean()) {
            cheat.act(around.scheduler().nowNanos());
        }
        session.update(around.scheduler().nowNanos(), machine.clock().wallMillis());
    }

    /** Stands still. */
    void stall() {
        machineMesh.stall();
        SimulatedParties parties = around.parties();
        if (parties != null) {
            parties.stall(machine.signer().peer());
        }
    }

    /** Goes on. */
    void resume() {
        SimulatedParties parties = around.parties();
        if (parties != null) {
            parties.resume(machine.signer().peer());
        }
        machineMesh.resume();
    }

    /** True once the disk failed: the program must end. */
    boolean halted() {
        return journal.failed() != null;
    }

    LocalWorld world() {
        return world;
    }

    SessionCore session() {
        return session;
    }

    MeshPort mesh() {
        return mesh;
    }

    void submit(Record command, CommandListener listener) {
        session.submit(command, listener);
    }

    /** Ends as a process does that is killed: nothing is flushed, nobody is told. */
    void kill() {
        mesh.close();
        SimulatedParties parties = around.parties();
        if (parties != null) {
            parties.crash(machine.signer().peer());
        }
    }

    /** Ends properly. */
    void close() {
        session.close();
        mesh.close();
        world.store().close();
    }
}
