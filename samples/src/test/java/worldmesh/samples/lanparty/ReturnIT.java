package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/** A host that is killed and started again by the same command line, over real UDP without a fixed port. */
class ReturnIT {
    private static final long WAIT_NANOS = 30_000_000_000L;

    @TempDir
    Path directory;

    private static AuthorityStatus status(Peers.Peer peer) {
        return Objects.requireNonNull(peer.status);
    }

    @Test
    void aHostThatIsStartedAgainComesBackAsAMemberOfThePartyThatPlayedOn() throws IOException, InterruptedException {
        Process ann = KillableHost.start("ANN", directory);
        try (Peers peers = new Peers(directory)) {
            String invitation = line(ann);
            Peers.Peer bob = peers.join("BOB", invitation);
            Peers.Peer cat = peers.join("CAT", invitation);
            until(() -> bob.status != null && status(bob).roster().size() == 3 && cat.members == 3);
            PeerId first = Objects.requireNonNull(status(bob).holder());
            assertTrue(
                    Files.readString(directory.resolve("ANN/members")).lines().count() == 2);
            ann.destroyForcibly().waitFor();
            until(() -> holds(bob) || holds(cat));
            until(() -> status(bob).roster().size() == 2 && status(cat).roster().size() == 2);
            AuthorityStatus alone = status(bob);
            assertNotEquals(first, alone.holder());

            ann = KillableHost.start("ANN", directory);
            assertEquals("", line(ann), "it invites nobody while it looks for the others");
            until(() -> status(bob).roster().size() == 3 && status(cat).roster().size() == 3);
            assertEquals(alone.holder(), status(bob).holder());
            assertEquals(alone.epoch(), status(bob).epoch(), "nobody else took the role meanwhile");
            assertTrue(status(bob).roster().contains(first));
        } finally {
            ann.destroyForcibly().waitFor();
        }
    }

    @Test
    void aHostWhoseOthersAreGoneAnswersAloneAfterAMoment() throws IOException, InterruptedException {
        Process ann = KillableHost.start("ANN", directory);
        try {
            try (Peers peers = new Peers(directory)) {
                Peers.Peer bob = peers.join("BOB", line(ann));
                until(() -> bob.status != null && status(bob).roster().size() == 2);
                ann.destroyForcibly().waitFor();
            }
            try (Peers peers = new Peers(directory)) {
                // The first of a roster of two is a quorum by itself: whoever founded it can go on.
                Peers.Peer again = peers.host("ANN");
                until(() -> holds(again));
                assertEquals(2, status(again).epoch());
            }
        } finally {
            ann.destroyForcibly().waitFor();
        }
    }

    private static boolean holds(Peers.Peer peer) {
        AuthorityStatus now = peer.status;
        return now != null && now.role() == AuthorityStatus.Role.HOLDER;
    }

    private static String line(Process host) throws IOException {
        BufferedReader said = host.inputReader(StandardCharsets.UTF_8);
        return Objects.requireNonNull(said.readLine());
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
