package worldmesh.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
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
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.SealCheck;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WorldId;

/** What it costs a player to sign the commands of a turn, and a member to verify them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SealBenchmark {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final int RECORD_BYTES = 24;

    private final Ed25519Signer signer = Ed25519Signer.ofSeed(new byte[32]);
    private final List<CommandEnvelope> bare = new ArrayList<>();
    private List<CommandEnvelope> sealed = List.of();

    /** Commands of one turn. */
    @Param({"1", "8", "64"})
    public int turn;

    /** Makes the commands. */
    @Setup
    public void prepare() {
        for (int i = 1; i <= turn; i++) {
            CommandId id = new CommandId(signer.peer(), 7, i);
            bare.add(new CommandEnvelope(id, SectorId.ORIGIN, 1, new byte[RECORD_BYTES]));
        }
        sealed = CommandSeal.seal(bare, WORLD, 1_000, signer);
    }

    /** A player's part. */
    @Benchmark
    public List<CommandEnvelope> seal() {
        return CommandSeal.seal(bare, WORLD, 1_000, signer);
    }

    /** A member's part, that of an authority and of each auditor. */
    @Benchmark
    public int verify() {
        SealCheck check = new SealCheck(WORLD, Ed25519Verifier.INSTANCE);
        int held = 0;
        for (CommandEnvelope command : sealed) {
            held += check.holds(command) ? 1 : 0;
        }
        return held;
    }
}
