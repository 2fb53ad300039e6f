package worldmesh.authority.journal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskIT {
    @TempDir
    Path dir;

    @Test
    void stopsForGoodOnAFullDiskAndKeepsWhatItAcknowledged() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()), "needs the right to mount");
        try {
            int acknowledged = fillUntilRefused(disk);

            run("mount", "-o", "remount,size=256m", disk.toString());
            try (var journal = RocksDeltaJournal.open(disk.resolve("store"), Runnable::run)) {
                assertTrue(Rows.scan(journal, "row").size() >= acknowledged);
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static int fillUntilRefused(Path disk) {
        LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
        int[] acknowledged = {0};
        try (var journal = RocksDeltaJournal.open(disk.resolve("store"), callbacks::add)) {
            String value = "x".repeat(16 << 10);
            var refused = assertThrows(JournalFailedException.class, () -> {
                for (int i = 0; i < 4096; i++) {
                    String key = String.format(java.util.Locale.ROOT, "row%06d", i);
                    journal.submit(Rows.put(key, value + i), () -> acknowledged[0]++);
                    journal.commit(Rows.put("mark", key));
                }
            });

            assertTrue(String.valueOf(refused.getMessage()).contains("No space left"), refused.toString());
            assertNotNull(journal.failed());
            assertThrows(JournalFailedException.class, () -> journal.commit(Rows.put("late", "row")));
        }
        callbacks.forEach(Runnable::run);
        assertTrue(acknowledged[0] > 0);
        return acknowledged[0];
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
