package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.tick.Decided;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.sector.SectorId;

class SeenLogTest {
    private static final PeerId PLAYER = PeerId.ofBytes(new byte[PeerId.BYTES]);

    @TempDir
    Path directory;

    private static CommandId id(long sequence) {
        return new CommandId(PLAYER, 7, sequence);
    }

    private static Decided decided(long sequence, boolean accepted) {
        var envelope = new CommandEnvelope(id(sequence), SectorId.ORIGIN, 1, new byte[] {1});
        Verdict verdict =
                accepted ? new Verdict.Accepted(id(sequence), 1, sequence) : new Verdict.Rejected(id(sequence), "no");
        return new Decided(envelope, verdict, new byte[0], new byte[0]);
    }

    private static byte[] written() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            SeenLog.write(decided(1, true), out);
            SeenLog.write(decided(2, false), out);
            SeenLog.write(decided(3, true), out);
            SeenLog.write(decided(1, true), out);
        }
        return bytes.toByteArray();
    }

    @Test
    void readsHowOftenEachCommandStoodInTheLog() throws IOException {
        Files.write(SeenLog.file(directory), written());

        SeenLog seen = SeenLog.read(directory);

        assertEquals(Map.of(id(1), 2, id(3), 1), seen.applied());
        assertEquals(Map.of(id(2), 1), seen.rejected());
    }

    @Test
    void leavesOutWhatTheScribeHadNotFinished() throws IOException {
        byte[] whole = written();
        Files.write(SeenLog.file(directory), Arrays.copyOf(whole, whole.length - 3));

        assertEquals(Map.of(id(1), 1, id(3), 1), SeenLog.read(directory).applied());
    }

    @Test
    void isEmptyWithoutAScribe() {
        assertTrue(SeenLog.read(directory).applied().isEmpty());
    }
}
