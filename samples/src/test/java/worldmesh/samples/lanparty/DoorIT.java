package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;

/** The door of a party in the words of its terminals, over real links and stores. */
class DoorIT {
    private static final long WAIT_NANOS = 20_000_000_000L;

    @TempDir
    Path directory;

    private static String link(Peers peers, int index, Peers.Peer peer, String line) {
        String before = peer.lastTold("worldmesh://");
        peers.tell(index, line);
        until(() -> !peer.lastTold("worldmesh://").equals(before));
        String told = peer.lastTold("worldmesh://");
        return told.substring(told.indexOf("worldmesh://"));
    }

    @Test
    void invitationsServeOnceAtAnyMemberAndTheLockKeepsNewcomersOut() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.hostByInvitation("ANN");
            Peers.await(ann.playing);
            String once = link(peers, 0, ann, "invite");
            Peers.Peer bob = peers.join("BOB", once);
            Peers.await(bob.playing);
            Peers.Peer cat = peers.join("CAT", once);
            until(() -> !cat.lastTold("the invitation was used already").isEmpty());
            assertTrue(ann.lastTold("refused").contains("the invitation was used already"), ann.told.toString());

            Peers.Peer dan = peers.join("DAN", link(peers, 1, bob, "invite 2 60"));
            Peers.await(dan.playing);
            until(() -> ann.told.contains("<> DAN joined"));
            String left = link(peers, 1, bob, "invite");
            peers.tell(0, "lock full house");
            until(() -> ann.told.contains("<> nobody new comes in; who is here may come back"));
            until(() -> {
                peers.tell(1, "door");
                return bob.told.contains("<> the party is locked: full house");
            });
            assertFalse(bob.lastTold("for 1 more, 59 min").isEmpty(), bob.told.toString());
            Peers.Peer eve = peers.join("EVE", left);
            until(() -> !eve.lastTold("the host locked the party: full house").isEmpty());
            peers.tell(1, "unlock");
            until(() ->
                    bob.told.contains("REJECTED only the host says who may come in; ask the holder of the authority"));
        }
    }

    @Test
    void aBannedPlayerIsRefusedByEveryMemberUntilTheHostLetsItIn() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.Peer eve = peers.join("EVE", ann);
            Peers.await(bob.playing);
            Peers.await(eve.playing);
            until(() -> bob.told.contains("<> EVE joined"));
            peers.tell(0, "ban EVE griefs us");
            until(() -> eve.told.contains("REJECTED the host removed you from the party"));
            until(() -> bob.told.contains("<> EVE left"));
            peers.stop(2);

            for (Peers.Peer member : new Peers.Peer[] {ann, bob}) {
                Peers.Peer again = peers.join("EVE", Peers.await(member.address));
                until(() -> again.told.contains("REJECTED refused: banned: griefs us"));
                peers.stop(member == ann ? 3 : 4);
            }
            peers.tell(0, "let-in EVE");
            until(() -> !ann.lastTold("may come in again").isEmpty());
            Peers.Peer back = peers.join("EVE", ann);
            Peers.await(back.playing);
        }
    }

    @Test
    void aBanOutlastsItsHostAndTheNextHostMayLiftIt() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);
            Peers.Peer cat = peers.join("CAT", ann);
            Peers.Peer eve = peers.join("EVE", ann);
            Peers.await(cat.playing);
            Peers.await(eve.playing);
            peers.tell(0, "ban EVE griefs us");
            until(() -> bob.told.contains("<> EVE left") && cat.told.contains("<> EVE left"));
            peers.stop(3);
            peers.stop(0);
            until(() -> !bob.lastTold("taken: BOB").isEmpty());

            Peers.Peer again = peers.join("EVE", Peers.await(cat.address));
            until(() -> again.told.contains("REJECTED refused: banned: griefs us"));
            peers.stop(4);
            String key = cat.lastTold("REJECTED refused ").substring("REJECTED refused ".length(), 25);
            until(() -> {
                peers.tell(1, "let-in " + key);
                return !bob.lastTold(key + " may come in again").isEmpty();
            });
            Peers.await(peers.join("EVE", Peers.await(bob.address)).playing);
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
