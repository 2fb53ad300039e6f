package worldmesh.benchmarks.link;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkListener;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Payload;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** Two meshes over real sockets of this machine, their signals taken on their own threads. */
final class MeshPair implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LINK_SECONDS = 10;

    final Mesh near;
    final Mesh far;
    private final CompletableFuture<Void> linked = new CompletableFuture<>();

    /** Takes messages where they lie, on the receiving thread. */
    interface Ear {
        /** Hears nothing. */
        Ear DEAF = (from, payload) -> {};

        /** A message of {@code from} came; it is lent for the call. */
        void onMessage(PeerId from, Payload payload);
    }

    MeshPair(String host, Ear onNear, Ear onFar) {
        near = open(host);
        far = open(host);
        near.deliverTo(new Listener(onNear));
        far.deliverTo(new Listener(onFar));
    }

    private final class Listener implements LinkListener {
        private final Ear ear;

        Listener(Ear ear) {
            this.ear = ear;
        }

        @Override
        public void onSignal(MeshSignal signal) {
            if (signal instanceof MeshSignal.LinkUp up && up.initiator()) {
                linked.complete(null);
            }
        }

        @Override
        public void onMessage(PeerId from, Lane lane, int stream, Payload payload) {
            ear.onMessage(from, payload);
        }
    }

    private static Mesh open(String host) {
        // The token bucket is opened wide: what is measured is the code, not the pace of a LAN.
        MeshSettings settings = MeshSettings.defaults().withPace(4_000_000_000L, 16 << 20);
        return Mesh.open(
                settings,
                Ed25519Signer.generate(RANDOM),
                UdpDatagramPort.open(new InetSocketAddress(host, 0)),
                SystemClock.INSTANCE,
                RANDOM);
    }

    /** Connects and waits for the link. */
    void connect() {
        near.connect(far.local(), far.self());
        try {
            linked.get(LINK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no link after " + LINK_SECONDS + " seconds on loopback", e);
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
