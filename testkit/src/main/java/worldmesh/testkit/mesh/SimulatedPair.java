package worldmesh.testkit.mesh;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.link.LinkState;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.net.EmulatedLine;
import worldmesh.testkit.net.LinkShape;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** Two real mesh cores at the ends of an emulated line, in virtual time. One thread. */
public final class SimulatedPair {
    /** Where the near mesh lives. */
    public static final InetSocketAddress NEAR = new InetSocketAddress("10.0.0.1", 7000);

    /** Where the far one lives. */
    public static final InetSocketAddress FAR = new InetSocketAddress("10.0.0.2", 7000);

    private static final long STEP_NANOS = 1_000_000L;

    private final Scheduler scheduler = new Scheduler();
    private final SimulatedNetwork network;
    private final EmulatedLine there;
    private final EmulatedLine back;
    private final SimMesh near;
    private final SimMesh far;

    /** Two meshes that know nothing of each other yet; {@code there} leads from the near one to the far one. */
    public SimulatedPair(LinkShape there, LinkShape back, long seed) {
        var random = new SplittableRandom(seed);
        var signatures = new SimulatedSignatures();
        this.network = new SimulatedNetwork(scheduler, random.split());
        this.there = new EmulatedLine(there, random.split());
        this.back = new EmulatedLine(back, random.split());
        network.lay(NEAR, FAR, this.there);
        network.lay(FAR, NEAR, this.back);
        this.near = mesh(NEAR, signatures, 1, random);
        this.far = mesh(FAR, signatures, 2, random);
    }

    private SimMesh mesh(InetSocketAddress at, SimulatedSignatures signatures, long index, SplittableRandom random) {
        var signer = signatures.signer(index);
        var crypto = new SimulatedMeshCrypto(signer, signatures, random.split());
        var core = new MeshCore(MeshSettings.defaults(), signer, crypto, random.split());
        return new SimMesh(scheduler, network.open(at), core);
    }

    /** Links the two, with as many attempts as it takes; false if that took longer than {@code nanos}. */
    public boolean connect(long nanos) {
        return run(nanos, () -> {
            if (near.state(far.self()) instanceof LinkState.Disconnected
                    || near.state(far.self()) instanceof LinkState.Failed) {
                near.connect(FAR, far.self());
            }
            return near.state(far.self()) instanceof LinkState.Connected
                    && far.state(near.self()) instanceof LinkState.Connected;
        });
    }

    /** Lets so much time pass. */
    public void run(long nanos) {
        scheduler.runUntil(scheduler.nowNanos() + nanos);
    }

    /** Lets time pass until the condition holds, looked at every millisecond; false if it does not in time. */
    public boolean run(long nanos, BooleanSupplier until) {
        long end = scheduler.nowNanos() + nanos;
        while (!until.getAsBoolean()) {
            if (scheduler.nowNanos() >= end) {
                return false;
            }
            run(STEP_NANOS);
        }
        return true;
    }

    /** The virtual time. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** The network, for others beside the two. */
    public SimulatedNetwork network() {
        return network;
    }

    /** The line from the near mesh to the far one. */
    public EmulatedLine there() {
        return there;
    }

    /** The line from the far mesh to the near one. */
    public EmulatedLine back() {
        return back;
    }

    /** Who connects. */
    public SimMesh near() {
        return near;
    }

    /** Who is connected to. */
    public SimMesh far() {
        return far;
    }
}
