package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.RelayStats;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** The links of a {@link Party} as they are in earnest: a core for each node, over a network that can be cut. */
final class CoreNet {
    private static final long LATENCY_NANOS = 5_000_000;

    private final SplittableRandom random;
    private final SimulatedSignatures signatures;
    private final Scheduler scheduler = new Scheduler();
    private final SimulatedNetwork network;
    private final Map<InetSocketAddress, DatagramPort> ports = new LinkedHashMap<>();
    private final Map<InetSocketAddress, MeshPort> meshes = new LinkedHashMap<>();
    private final Map<InetSocketAddress, MeshCore> cores = new LinkedHashMap<>();

    CoreNet(SimulatedSignatures signatures, long seed) {
        this.signatures = signatures;
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(scheduler, random.split());
        network.setFaults(new NetworkFaults(LATENCY_NANOS, LATENCY_NANOS, 0, 0, 0));
    }

    /** From now on this share of all datagrams vanishes, arrives twice, is overtaken. */
    void disturb(double share) {
        network.setFaults(new NetworkFaults(LATENCY_NANOS, LATENCY_NANOS, share, share, share));
    }

    MeshPort open(Signer signer, InetSocketAddress address) {
        MeshCore core = new MeshCore(
                MeshSettings.defaults(),
                signer,
                new SimulatedMeshCrypto(signer, signatures, random.split()),
                random.split());
        DatagramPort port = network.open(address);
        ports.put(address, port);
        cores.put(address, core);
        MeshPort mesh = new SimMesh(scheduler, port, core);
        meshes.put(address, mesh);
        return mesh;
    }

    void kill(InetSocketAddress address) {
        Objects.requireNonNull(ports.get(address)).close();
    }

    void cut(InetSocketAddress one, InetSocketAddress other) {
        network.mute(one, other, Long.MAX_VALUE / 2);
    }

    void heal(InetSocketAddress one, InetSocketAddress other) {
        network.mute(one, other, 0);
    }

    void runUntil(long nanos) {
        scheduler.runUntil(nanos);
    }

    NetworkStats stats(InetSocketAddress address) {
        return Objects.requireNonNull(meshes.get(address)).networkStats();
    }

    RelayStats relay(InetSocketAddress address) {
        return Objects.requireNonNull(cores.get(address)).relayStats();
    }
}
