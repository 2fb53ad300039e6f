package worldmesh.benchmarks.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.IceConnector;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.path.PathEvent;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** A search between two ports of this JVM, so that what is measured after it is no loading of classes. */
final class IceRehearsal implements AutoCloseable {
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private final SecureRandom random = new SecureRandom();
    private final Ed25519Signer signer = Ed25519Signer.generate(random);
    private final UdpMux mux =
            new UdpMux(UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    private final IceConnector ice =
            IceConnector.open(mux, IceSettings.defaults(), signer, Ed25519Verifier.INSTANCE, random);
    private boolean found;

    private IceRehearsal() {
        mux.start((from, data, length) -> {});
    }

    /** Until both sides have found each other. */
    static void play() {
        try (IceRehearsal one = new IceRehearsal();
                IceRehearsal other = new IceRehearsal()) {
            long end = SystemClock.INSTANCE.nanoTime() + LONGEST_NANOS;
            one.ice.seek(other.signer.peer(), null);
            while (!(one.found && other.found)) {
                one.carryTo(other);
                other.carryTo(one);
                LockSupport.parkNanos(1_000_000L);
                if (SystemClock.INSTANCE.nanoTime() - end > 0) {
                    throw new IllegalStateException("no way was found on loopback in 20 seconds");
                }
            }
        }
    }

    private void carryTo(IceRehearsal other) {
        ice.drain(
                event -> {
                    if (event instanceof PathEvent.Offer offer) {
                        other.ice.onOffer(signer.peer(), offer.offer());
                    } else {
                        found = true;
                    }
                },
                16);
    }

    @Override
    public void close() {
        ice.close();
        mux.close();
    }
}
