package worldmesh.authority.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalKillIT {
    private static final int ROUNDS = 6;

    @TempDir
    Path dir;

    @Test
    void losesNothingAcknowledgedWhenKilledAtRandomMoments() throws IOException, InterruptedException {
        Random moments = new Random(17);
        for (int round = 0; round < ROUNDS; round++) {
            long acknowledged = writeAndKill(100 + moments.nextInt(2000));

            try (var journal = RocksDeltaJournal.open(dir, Runnable::run)) {
                long last = JournalWriter.last(journal);
                assertTrue(last >= acknowledged, "found " + last + ", acknowledged " + acknowledged);
                assertWholePrefix(journal, last);
            }
        }
    }

    private static void assertWholePrefix(RocksDeltaJournal journal, long last) {
        long[] counts = new long[2];
        journal.scan(Rows.bytes("a"), (key, value) -> {
            assertEquals(++counts[0], Long.parseLong(new String(key, StandardCharsets.UTF_8).substring(1)));
            return true;
        });
        journal.scan(Rows.bytes("b"), (key, value) -> ++counts[1] > 0);
        assertEquals(last, counts[0]);
        assertEquals(last, counts[1], "a batch was applied by half");
    }

    private long writeAndKill(int acknowledgements) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalWriter.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (DataInputStream in = new DataInputStream(child.getInputStream())) {
            for (int i = 0; i < acknowledgements; i++) {
                last = in.readLong();
            }
            child.toHandle().destroyForcibly(); // SIGKILL, and the pipe stays readable
            try {
                while (true) {
                    last = in.readLong();
                }
            } catch (EOFException e) {
                return last;
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
