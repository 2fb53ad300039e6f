package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** A mesh over a real socket, and what it told. */
class SocketSide implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    final Mesh mesh;
    final List<MeshSignal> signals = new ArrayList<>();

    SocketSide(String host) {
        this(UdpDatagramPort.open(new InetSocketAddress(host, 0)), Ed25519Signer.generate(RANDOM));
    }

    SocketSide(DatagramPort port, Ed25519Signer signer) {
        mesh = Mesh.open(MeshSettings.defaults(), signer, port, SystemClock.INSTANCE, RANDOM);
    }

    final <T extends MeshSignal> List<T> all(Class<T> type) {
        mesh.drain(signals::add, 10_000);
        return signals.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        mesh.close();
    }

    static void await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for thirty seconds");
            LockSupport.parkNanos(500_000L);
        }
    }
}
