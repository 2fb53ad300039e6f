package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;

class AuthorityKillIT {
    private static final int ROUNDS = 5;
    private static final long SESSION = 7;

    @TempDir
    Path dir;

    private final Map<CommandId, Receipt> acknowledged = new TreeMap<>();

    @Test
    @Timeout(120)
    void losesNoAcknowledgedCommandAndRunsNoneTwiceWhenKilledAtRandomMoments()
            throws IOException, InterruptedException {
        Random moments = new Random(29);
        for (int round = 0; round < ROUNDS; round++) {
            // Each process sends the commands around the kill again: some are answered, some are not, none may run
            // twice.
            long again = Math.max(1, acknowledged.size() - 40L);
            workAndKill(again, 50 + moments.nextInt(400));

            check(StoreAudit.of(dir, Mines.SCHEMA, Ed25519Verifier.INSTANCE));
        }
        assertReopensToTheAuditedWorld();
    }

    private void check(StoreAudit audit) {
        assertEquals(List.of(), audit.problems());
        audit.applied().forEach((id, times) -> assertEquals(1, times, "applied " + id));
        acknowledged.forEach((id, receipt) -> {
            boolean accepted = receipt.verdict().kind() == Verdict.Kind.ACCEPTED;
            assertEquals(accepted ? 1 : null, audit.applied().get(id), "acknowledged " + id);
        });
        StoreAudit.Asset gold = audit.assets().get("gold");
        assertNotNull(gold);
        assertEquals(900_000, gold.circulating());
        assertEquals(0, gold.sum());
    }

    private void assertReopensToTheAuditedWorld() {
        String digest =
                StoreAudit.of(dir, Mines.SCHEMA, Ed25519Verifier.INSTANCE).digest();
        try (var journal = RocksDeltaJournal.open(dir, Runnable::run)) {
            Bench bench = new Bench(journal, MineWorker.signer(), Ed25519Verifier.INSTANCE, 999);
            assertEquals(digest, bench.replica.digest().toString());
            long purse = bench.all(Mines.Purse.class).values().iterator().next().gold();
            assertEquals(
                    900_000,
                    purse
                            + bench.all(Mines.Vein.class)
                                    .values()
                                    .iterator()
                                    .next()
                                    .gold());
        }
    }

    private void workAndKill(long from, int receipts) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MineWorker.class.getName(),
                        dir.toString(),
                        Long.toString(SESSION),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (DataInputStream in = new DataInputStream(child.getInputStream())) {
            for (int i = 0; i < receipts; i++) {
                take(in);
            }
            child.toHandle().destroyForcibly(); // SIGKILL, and the pipe stays readable
            try {
                while (true) {
                    take(in);
                }
            } catch (EOFException e) {
                assertEquals(137, child.waitFor());
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void take(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Receipt receipt = Receipt.decode(bytes);
        assertNotNull(receipt);
        Receipt before = acknowledged.putIfAbsent(receipt.command(), receipt);
        if (before != null) {
            assertEquals(before, receipt, "a retry got another answer");
        }
    }
}
