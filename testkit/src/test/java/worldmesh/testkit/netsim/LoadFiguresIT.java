package worldmesh.testkit.netsim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.metrics.ProcessLoad;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.testkit.net.LinkShape;

/**
 * What is told of a link and a process under load, beside what the application and {@code /proc} say. A minute, as the
 * demand has it, by {@code -Dworldmesh.stats.seconds=60}.
 */
@Timeout(180)
class LoadFiguresIT {
    private static final int SECONDS = Integer.getInteger("worldmesh.stats.seconds", 3);
    private static final int PER_SECOND = 60;

    /** As the demand has it where a quiet machine is asked for a minute; seconds beside other tests are coarser. */
    private static final double TOLERANCE = SECONDS < 60 ? 0.1 : 0.05;

    private static final int BULK_BYTES = 8_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LongAdder echoes = new LongAdder();
    private final LongAdder echoNanos = new LongAdder();

    private static Mesh mesh() {
        return Mesh.open(
                MeshSettings.defaults(),
                Ed25519Signer.generate(RANDOM),
                UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SystemClock.INSTANCE,
                RANDOM);
    }

    /** Fields of {@code /proc/self/stat} behind the name: user and system time in ticks, pages in memory. */
    private static String[] stat() throws IOException {
        String line = Files.readString(Path.of("/proc/self/stat"));
        return line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
    }

    @Test
    void roundTripIsThatOfTheApplicationAndLoadThatOfTheSystem(TestReporter reporter) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "only Linux tells");
        LinkShape shape = LineText.change(LinkShape.clear(), "delay=40ms");
        var linked = new CompletableFuture<MeshSignal.LinkUp>();
        try (Mesh near = mesh();
                Mesh far = mesh();
                LineProxy proxy = LineProxy.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), far.local(), shape, shape, 7)) {
            far.deliverTo(signal -> echo(far, signal));
            near.deliverTo(signal -> take(linked, signal));
            near.connect(proxy.local(), far.self());
            linked.get(20, TimeUnit.SECONDS);
            long before = ProcessLoad.cpuMillis();
            long beforeTold = cpuMillisOfStat();

            load(near, far);

            double told = near.networkStats(far.self()).averageLatencyMillis();
            double truth = echoNanos.sum() / 1e6 / echoes.sum();
            long cpu = ProcessLoad.cpuMillis() - before;
            long cpuOfStat = cpuMillisOfStat() - beforeTold;
            reporter.publishEntry("round trip", told + " ms told, " + truth + " ms by " + echoes.sum() + " echoes");
            reporter.publishEntry("processor", cpu + " ms told, " + cpuOfStat + " ms by /proc/self/stat");
            assertTrue(echoes.sum() > SECONDS * PER_SECOND / 2, "echoes " + echoes.sum());
            assertEquals(truth, told, TOLERANCE * truth);
            assertTrue(cpuOfStat > 0);
            assertEquals(
                    (double) cpuOfStat, (double) cpu, 0.05 * cpuOfStat + 20); // both count in hundredths of a second
            long pages = Long.parseLong(stat()[21]);
            long resident = ProcessLoad.residentBytes();
            assertEquals(pages * 4_096.0, (double) resident, 0.05 * resident);
        }
    }

    private static long cpuMillisOfStat() throws IOException {
        String[] fields = stat();
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    private static void load(Mesh near, Mesh far) {
        for (int i = 0; i < SECONDS * PER_SECOND; i++) {
            byte[] message = ByteBuffer.allocate(100)
                    .putLong(SystemClock.INSTANCE.nanoTime())
                    .array();
            near.send(far.self(), Lane.INPUT, 0, message);
            near.send(far.self(), Lane.BULK, 1, new byte[BULK_BYTES]);
            far.send(near.self(), Lane.STATE, 0, new byte[100]);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
        }
    }

    private static void echo(Mesh far, MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received && received.lane() == Lane.INPUT) {
            far.send(received.from(), Lane.INPUT, 0, received.message());
        }
    }

    private void take(CompletableFuture<MeshSignal.LinkUp> linked, MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            linked.complete(up);
        } else if (signal instanceof MeshSignal.Received received && received.lane() == Lane.INPUT) {
            echoes.increment();
            echoNanos.add(SystemClock.INSTANCE.nanoTime()
                    - ByteBuffer.wrap(received.message()).getLong());
        }
    }
}
