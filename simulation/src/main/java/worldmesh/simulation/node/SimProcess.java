package worldmesh.simulation.node;

import java.util.ArrayDeque;
import java.util.Queue;
import worldmesh.authority.admit.AdmitLimits;
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
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.game.SimWorld;
import worldmesh.simulation.plant.DroppingPort;
import worldmesh.simulation.plant.EagerJournal;
import worldmesh.simulation.plant.ForgetfulAnswers;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.plant.UnsortedPort;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;

/** One run of the program on a machine, from its start to its death: real mesh, session, world, store and authority. */
final class SimProcess {
    private static final int MESH = 1;
    private static final int CRYPTO = 2;
    private static final int NONCES = 3;

    /** The machine that ignores deltas, where that bug is planted. */
    private static final int DROPPING_MACHINE = 1;

    private final Machine machine;
    private final Surroundings around;
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final DeltaJournal journal;
    private final MeshPort mesh;
    private final LocalWorld world;
    private final SessionCore session;

    /** Starts the program and takes its role: machine 0 hosts, the others join. */
    SimProcess(Machine machine, Surroundings around, int incarnation) {
        this.machine = machine;
        this.around = around;
        this.journal = openJournal();
        this.mesh = openMesh(incarnation);
        var nonces = around.random(machine.index(), incarnation, NONCES);
        this.world = new LocalWorld(parts(), nonces.nextLong());
        this.session = new SessionCore(world, SessionSettings.defaults(), mesh, nonces.nextLong());
        long now = around.scheduler().nowNanos();
        long wall = machine.clock().wallMillis();
        if (machine.index() == 0) {
            session.host(
                    new HostRequest("simulated", Membership.OPEN, this::openAuthority, nonces.nextLong()), now, wall);
        } else {
            session.join(around.host(), JoinRequest.ANYBODY, now, wall);
        }
    }

    private DeltaJournal openJournal() {
        DeltaJournal real = machine.disk().open(callbacks::add);
        return around.plant() == Plant.ACK_BEFORE_SYNC ? new EagerJournal(real) : real;
    }

    private MeshPort openMesh(int incarnation) {
        var crypto = new SimulatedMeshCrypto(
                machine.signer(), around.signatures(), around.random(machine.index(), incarnation, CRYPTO));
        var core = new MeshCore(
                MeshSettings.defaults(), machine.signer(), crypto, around.random(machine.index(), incarnation, MESH));
        MeshPort real = new SimMesh(around.scheduler(), around.network().open(machine.address()), core);
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
                new JournalWorldStore(journal),
                around.receipts(),
                machine.name(),
                ownership);
    }

    private Authority openAuthority(AuthorityContext context) {
        return around.plant() == Plant.SKIP_DEDUP
                ? Pipeline.open(context, new ForgetfulAnswers(), AdmitLimits.DEFAULT)
                : Pipeline.open(context, AdmitLimits.DEFAULT);
    }

    /** One turn, as the shell of a session takes it: what is durable first, then the session. */
    void turn() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
        session.update(around.scheduler().nowNanos(), machine.clock().wallMillis());
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
    }

    /** Ends properly. */
    void close() {
        session.close();
        mesh.close();
        world.store().close();
    }
}
