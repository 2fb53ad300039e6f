package worldmesh.benchmarks.micro;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.session.RecordOpener;
import worldmesh.mesh.session.RecordSealer;
import worldmesh.mesh.session.Rekeying;
import worldmesh.mesh.wire.RecordHeader;

/** What a datagram costs between the socket and the frames: sealing on one side, opening on the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RecordBenchmark {
    /** Plain bytes in the record: a pose and a full datagram. */
    @Param({"64", "1176"})
    public int contentBytes;

    private final byte[] datagram = new byte[2_048];
    private final byte[] plain = new byte[2_048];
    private RecordSealer sealer = sealer(crypto());
    private RecordOpener opener = new RecordOpener(crypto(), new byte[32]);

    private static MeshCrypto crypto() {
        SecureRandom random = new SecureRandom();
        return new TlsMeshCrypto(Ed25519Signer.generate(random), random);
    }

    private static RecordSealer sealer(MeshCrypto crypto) {
        return new RecordSealer(crypto, new byte[32], 1, new Rekeying(Rekeying.RECORDS_MAX, Long.MAX_VALUE), 0);
    }

    /** Fresh keys. */
    @Setup
    public void keys() {
        MeshCrypto crypto = crypto();
        sealer = sealer(crypto);
        opener = new RecordOpener(crypto, new byte[32]);
    }

    /** One datagram, both sides. */
    @Benchmark
    public int sealAndOpen() {
        int size = sealer.seal(datagram, contentBytes, 0);
        int opened = opener.open(datagram, size, plain, 0);
        opener.accept();
        return opened;
    }

    /** The sender's side alone. */
    @Benchmark
    public int seal() {
        return sealer.seal(datagram, contentBytes, 0) - RecordHeader.BYTES;
    }
}
