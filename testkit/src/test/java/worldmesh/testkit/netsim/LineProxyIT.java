package worldmesh.testkit.netsim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.testkit.net.LinkShape;

/** Two real meshes whose only way is a proxy that loses and delays. */
@Timeout(60)
class LineProxyIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MESSAGES = 500;

    private static Mesh mesh() {
        return Mesh.open(
                MeshSettings.defaults(),
                Ed25519Signer.generate(RANDOM),
                UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SystemClock.INSTANCE,
                RANDOM);
    }

    @Test
    void linkLivesOverALineThatLosesAndDelays() throws Exception {
        LinkShape shape = LineText.change(LinkShape.clear(), "delay=20ms,loss=5%,reorder=5%,duplicate=2%,rate=8mbit");
        var linked = new CompletableFuture<MeshSignal.LinkUp>();
        var arrived = new CountDownLatch(MESSAGES);
        try (Mesh near = mesh();
                Mesh far = mesh();
                LineProxy proxy = LineProxy.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), far.local(), shape, shape, 7)) {
            far.deliverTo(signal -> {
                if (signal instanceof MeshSignal.Received) {
                    arrived.countDown();
                }
            });
            near.deliverTo(signal -> {
                if (signal instanceof MeshSignal.LinkUp up) {
                    linked.complete(up);
                }
            });
            near.connect(proxy.local(), far.self());
            assertEquals(far.self(), linked.get(20, TimeUnit.SECONDS).peer());

            for (int i = 0; i < MESSAGES; i++) {
                near.send(far.self(), Lane.RELIABLE, i % 3, new byte[400]);
            }

            assertTrue(arrived.await(30, TimeUnit.SECONDS), "missing " + arrived.getCount());
            assertTrue(near.stats(far.self()).rttNanos() >= 40_000_000L);
            LineProxy.Counts counts = proxy.counts().get(5, TimeUnit.SECONDS);
            assertEquals(1, counts.clients());
            assertEquals(0, counts.refused());
            assertTrue(counts.up().lost() > 0 && counts.down().offered() > 0);
            assertEquals(
                    counts.up().offered(),
                    counts.up().delivered()
                            + counts.up().lost()
                            + counts.up().queueDrops()
                            - counts.up().duplicated());
        }
    }
}
