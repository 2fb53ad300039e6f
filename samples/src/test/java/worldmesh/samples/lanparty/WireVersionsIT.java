package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;

/** Whole peers of neighbouring releases play with each other; those without a version in common are told so. */
class WireVersionsIT {
    private static final long WAIT_NANOS = 60_000_000_000L;
    private static final String ONLY_FIRST = "mesh.wire.newest-version=1";
    private static final String NOT_FIRST = "mesh.wire.oldest-version=2";

    @TempDir
    Path directory;

    @Test
    void aHostOfTheReleaseBeforePlaysWithThisAndWhoSpeaksNoneOfItsVersionsIsToldSo() throws IOException {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.hostWith("ANN", ONLY_FIRST);
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);

            play(peers, ann, bob);
            Peers.Peer eve = peers.joinWith("EVE", ann, NOT_FIRST);
            until(() -> !eve.lastTold("speaks no version of the wire that this program speaks")
                    .isEmpty());

            assertEquals(2, ann.members);
        }
    }

    @Test
    void aHostOfThisReleasePlaysWithTheOneBefore() throws IOException {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.joinWith("BOB", ann, ONLY_FIRST);
            Peers.await(bob.playing);

            play(peers, ann, bob);
        }
    }

    /** Both talk, mine, build and share; then their worlds are equal. */
    private void play(Peers peers, Peers.Peer ann, Peers.Peer bob) throws IOException {
        Path file = Files.write(directory.resolve("level.zip"), new byte[200_000]);
        peers.tell(0, "say hello BOB");
        peers.tell(1, "say hello ANN");
        peers.tell(1, "place red");
        peers.tell(1, "mine");
        peers.tell(0, "share " + file);
        until(() -> bob.told.contains("<ANN> hello BOB") && ann.told.contains("<BOB> hello ANN"));
        until(() -> !bob.lastTold("ANN shares level.zip").isEmpty());
        peers.tell(1, "take 1");
        until(() -> !bob.lastTold("fetched level.zip").isEmpty());
        until(() -> ann.waiting == 0 && bob.waiting == 0 && ann.digest.equals(bob.digest));
        assertTrue(!ann.digest.isEmpty());
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
