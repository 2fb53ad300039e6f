package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.action.Recording;

/** Whole peers over real UDP and real stores. */
class PartyIT {
    private static final long WAIT_NANOS = 30_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void aRecordedPartyEndsInEqualWorldsOnBothPeers() throws IOException {
        List<Recording.Step> evening = Recording.parse(
                        Files.readAllLines(Path.of("src/test/resources/party/evening.txt")))
                .steps();
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN", evening);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);

            until(() -> ann.told.contains("<ANN> good night") && ann.waiting == 0 && bob.waiting == 0);
            until(() -> !ann.digest.isEmpty() && ann.digest.equals(bob.digest));

            assertTrue(bob.told.contains("<ANN> good night"), bob.told.toString());
            assertTrue(ann.told.stream().anyMatch(line -> line.endsWith("gold, not 500 gold")), ann.told.toString());
        }
    }

    @Test
    void theIslandIsThereAgainAfterTheHostWasAway() {
        String before;
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            peers.tell(0, "place red 3 3");
            peers.tell(0, "chop");
            until(() -> ann.waiting == 0 && !ann.digest.isEmpty());
            before = ann.digest;
        }
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            until(() -> !ann.digest.isEmpty());

            assertEquals(before, ann.digest);
            assertTrue(ann.told.contains("epoch 2"), ann.told.toString());
        }
    }

    @Test
    void whatTheHostAnnouncesReachesEverybodyAndOthersMayNotAnnounce() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);
            peers.tell(1, "announce I am the host");
            peers.tell(0, "announce maintenance in 10 min");

            until(() -> bob.told.contains("<> the host: maintenance in 10 min"));
            until(() -> bob.told.contains("REJECTED only the host announces; use say"));
            assertTrue(ann.told.contains("<> the host: maintenance in 10 min"), ann.told.toString());
            assertTrue(ann.told.stream().noneMatch(line -> line.contains("I am the host")), ann.told.toString());
        }
    }

    @Test
    void aWorldThatTheHostMakesReadOnlyRefusesDeedsUntilItIsOver() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);
            peers.tell(1, "read-only it is mine");
            until(() -> bob.told.contains("REJECTED only the host makes the world read-only"));
            peers.tell(0, "read-only backup until ten");
            until(() -> bob.told.contains("<> the world is read-only: backup until ten"));
            peers.tell(1, "offer 1 gold for 1");
            until(() -> bob.told.contains("REJECTED the world is read-only: backup until ten"));
            peers.tell(0, "read-only off");

            until(() -> bob.told.contains("<> you can act again"));
            assertTrue(ann.told.contains("<> the world is read-only: backup until ten"), ann.told.toString());
        }
    }

    @Test
    void aPlayerWhomTheHostKicksIsToldAndGone() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);
            peers.tell(1, "kick ANN");
            until(() -> bob.told.stream().anyMatch(line -> line.startsWith("REJECTED only the host removes players")));
            peers.tell(0, "kick BOB");

            until(() -> bob.told.contains("REJECTED the host removed you from the party"));
            until(() -> ann.told.contains("<> BOB left"));
            assertFalse(ann.told.contains("<> ANN left"), ann.told.toString());
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
