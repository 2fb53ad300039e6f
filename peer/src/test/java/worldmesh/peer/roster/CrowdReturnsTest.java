package worldmesh.peer.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** Five hundred clients whose node is killed come back to the next one, at its address and with its key. */
class CrowdReturnsTest {
    private static final long MILLI = 1_000_000;
    private static final int CLIENTS = 500;
    private static final long DOWN_MILLIS = 1_500;

    private final Scheduler scheduler = new Scheduler();
    private final SplittableRandom random = new SplittableRandom(18);
    private final SimulatedNetwork network = new SimulatedNetwork(scheduler, random.split());
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer host = signatures.signer(1);
    private final InetSocketAddress place = at(1, 7_000);
    private final List<Client> clients = new ArrayList<>();
    /** How it began does not matter here: the first node takes all at once. */
    private MeshCore core = core(host, CLIENTS, CLIENTS);

    private SimMesh node = new SimMesh(scheduler, network.open(place), core);

    private static InetSocketAddress at(int machine, int port) {
        return new InetSocketAddress("10.1." + (machine >> 8) + "." + (machine & 0xFF), port);
    }

    private MeshCore core(Signer signer) {
        MeshSettings plain = MeshSettings.defaults();
        return core(signer, plain.maxHalfOpenPerAddress(), plain.handshakesPerSecond());
    }

    private MeshCore core(Signer signer, int halfOpen, int perSecond) {
        MeshSettings plain = MeshSettings.defaults();
        MeshSettings settings = plain.withLimits(CLIENTS, Math.max(halfOpen, plain.maxHalfOpen()), halfOpen, perSecond);
        return new MeshCore(
                settings, signer, new SimulatedMeshCrypto(signer, signatures, random.split()), random.split());
    }

    /** A peer as the session drives it, fifty times a second. */
    private final class Client {
        private final SimMesh mesh;
        private final Connector connector;
        private boolean linked;

        Client(int number, InetSocketAddress address) {
            Signer signer = signatures.signer(number);
            mesh = new SimMesh(scheduler, network.open(address), core(signer));
            connector = new Connector(signer.peer(), RetryPolicy.LINKS, random.split());
            connector.seed(place, host.peer(), scheduler.nowNanos() + random.nextLong(500 * MILLI));
            scheduler.after(random.nextLong(20 * MILLI), this::turn);
        }

        private void turn() {
            mesh.drain(this::onSignal, Integer.MAX_VALUE);
            for (Connector.Attempt attempt : connector.due((PeerId peer) -> linked, scheduler.nowNanos())) {
                mesh.connect(attempt.address(), attempt.expected());
            }
            scheduler.after(20 * MILLI, this::turn);
        }

        private void onSignal(MeshSignal signal) {
            if (signal instanceof MeshSignal.LinkUp up) {
                linked = true;
                connector.onLinked(up.peer(), up.address(), scheduler.nowNanos());
            } else if (signal instanceof MeshSignal.LinkDown down) {
                linked = false;
                connector.onLost(down.peer(), scheduler.nowNanos());
            } else if (signal instanceof MeshSignal.Suspected suspected) {
                linked = !suspected.suspected();
                connector.onLost(suspected.peer(), scheduler.nowNanos());
            }
        }
    }

    private void connectAll() {
        network.setFaults(new NetworkFaults(20 * MILLI, 10 * MILLI, 0, 0, 0));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(100 + i, at(2 + i, 10_000)));
        }
        pass(1_500);
        assertEquals(CLIENTS, core.linkCount());
    }

    private void pass(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + millis * MILLI);
    }

    /** Without a word, as by kill -9; how long after that all are back, in milliseconds. */
    private long killAndAwaitAll() {
        node.close();
        pass(DOWN_MILLIS);
        core = core(host);
        node = new SimMesh(scheduler, network.open(place), core);
        long millis = DOWN_MILLIS;
        while (core.linkCount() < CLIENTS && millis < 30_000) {
            pass(100);
            millis += 100;
        }
        return millis;
    }

    @Test
    void fromMachinesOfTheirOwnNoneIsOverALimitAndAllAreBackSoon() {
        connectAll();

        long millis = killAndAwaitAll();

        assertTrue(millis < 10_000, "all were back after " + millis + " ms");
        assertEquals(0, core.rejections().of(Rejection.RATE_LIMITED));
        assertEquals(0, core.rejections().of(Rejection.HALF_OPEN_FULL));
        assertEquals(0, core.rejections().of(Rejection.LINKS_FULL));
        assertTrue(clients.stream().allMatch(client -> client.linked));
    }
}
