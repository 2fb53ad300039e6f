package worldmesh.authority.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.admit.BanList;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.store.StoredBans;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/** The operator's list of bans, from the store to the refusal a player is told. */
@Timeout(60)
class BansIT {
    @TempDir
    Path dir;

    private Path store;

    @BeforeEach
    void aWorldThatWasHostedOnce() {
        store = dir.resolve("host");
        try (World world = world("host");
                Session session = Session.host(world, "friday", options())) {
            session.update(0);
        }
    }

    private World world(String name) {
        return new MinesGame().describe().store(dir.resolve(name)).name(name).open();
    }

    private static SessionOptions options() {
        return SessionOptions.defaults()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .quiet();
    }

    private static void runUntil(BooleanSupplier done, Session... sessions) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!done.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            for (Session session : sessions) {
                session.update(0.002);
            }
            LockSupport.parkNanos(2_000_000L);
        }
    }

    @Test
    void aBannedPlayerIsRefusedWithTheReasonAndLetInOnceTheBanIsLifted() {
        try (World guest = world("guest")) {
            StoredBans.in(store).ban(guest.self(), "griefing");
            List<RefusedEvent> refused = new ArrayList<>();
            try (World world = world("host");
                    Session host = Session.host(world, "friday", options());
                    Session joiner =
                            Session.join(guest, "127.0.0.1:" + host.local().getPort(), options())) {
                joiner.on(RefusedEvent.class, refused::add);
                runUntil(() -> !refused.isEmpty(), host, joiner);
                assertEquals(1, host.peers().size());
            }
            assertEquals(RefusalReason.BANNED, refused.get(0).reason());
            assertEquals("banned: griefing", refused.get(0).detail());

            assertTrue(StoredBans.in(store).lift(guest.self()));
            try (World world = world("host");
                    Session host = Session.host(world, "friday", options());
                    Session joiner =
                            Session.join(guest, "127.0.0.1:" + host.local().getPort(), options())) {
                runUntil(joiner::isConnected, host, joiner);
            }
        }
    }

    @Test
    void theListIsReadBesideARunningHostAndWrittenOnlyWithoutOne() {
        PeerId somebody = PeerId.ofBytes(new byte[32]);
        StoredBans.in(store).ban(somebody, "spam");
        StoredBans.in(store).ban(somebody, "spam again");
        try (World world = world("host");
                Session host = Session.host(world, "friday", options())) {
            host.update(0);
            StoredBans bans = StoredBans.in(store);

            assertEquals(Map.of(somebody, "spam again"), bans.read());
            assertThrows(JournalOpenException.class, () -> bans.lift(somebody));
        }
        assertTrue(StoredBans.in(store).lift(somebody));
        assertFalse(StoredBans.in(store).lift(somebody));
        assertEquals(Map.of(), StoredBans.in(store).read());
    }

    @Test
    void aDirectoryThatIsNoStoreAndAReasonNobodyCanBeToldAreRefused() {
        PeerId somebody = PeerId.ofBytes(new byte[32]);
        StoredBans bans = StoredBans.in(store);

        assertThrows(JournalOpenException.class, () -> StoredBans.in(dir.resolve("nothing")));
        assertThrows(IllegalArgumentException.class, () -> bans.ban(somebody, " "));
        assertThrows(
                IllegalArgumentException.class, () -> bans.ban(somebody, "x".repeat(BanList.REASON_BYTES_MAX + 1)));
        assertEquals(Map.of(), bans.read());
    }
}
