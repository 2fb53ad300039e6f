package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.core.PeerView.State;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.sector.SectorId;

/** Eight players in JVMs of their own over real links: whom each lists after whatever happens, and how late. */
@Timeout(180)
class CrowdIT {
    private static final int PLAYERS = 8;
    private static final long START_MILLIS = 60_000;

    /** The demand on rosters. */
    private static final long BOUND_MILLIS = 2_000;

    /** Twenty poses a second. */
    private static final long INTERVAL_MILLIS = 50;

    /** Eight JVMs on a busy machine say nothing about times; alone on it, {@code -Dworldmesh.quiet=true}, they do. */
    private static final boolean QUIET = Boolean.getBoolean("worldmesh.quiet");

    private static final String EAST = SectorId.containing(10, 10).toString();
    private static final String WEST = SectorId.containing(-10, 10).toString();

    @TempDir
    Path directory;

    private final List<ChildPeer> players = new ArrayList<>();
    private final Map<String, String> truth = new TreeMap<>();

    @AfterEach
    void endsAll() {
        players.forEach(ChildPeer::stopNow);
    }

    private ChildPeer enter(String way) throws IOException {
        String name = "P" + players.size();
        Path own = Files.createDirectories(directory.resolve(name));
        ChildPeer player = ChildPeer.start(
                name,
                own,
                ChildPeer.command(
                        CrowdPlayer.class, List.of(name, own.resolve("store").toString(), way)));
        players.add(player);
        return player;
    }

    private void lists(String name, String sector, State state) {
        truth.put(name, CrowdPlayer.entry(name, sector, state));
    }

    /** Everybody who is left lists the truth, since so long after {@code fromMillis}. */
    private void allListItSince(long fromMillis) {
        String wanted =
                truth.values().stream().sorted().reduce((a, b) -> a + ";" + b).orElseThrow();
        long latest = 0;
        for (ChildPeer player : players) {
            if (player.isAlive()) {
                latest = Math.max(latest, awaitRoster(player, wanted));
            }
        }
        long took = latest - fromMillis;
        assertTrue(took < BOUND_MILLIS, "the last roster was right after " + took + " ms");
    }

    private static long awaitRoster(ChildPeer player, String wanted) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (SystemClock.INSTANCE.nanoTime() < end) {
            String[] said = player.said("roster").orElse("0 ").split(" ", 2);
            if (said[1].equals(wanted)) {
                return Long.parseLong(said[0]);
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError(player.name() + " lists " + player.said("roster") + ", wanted " + wanted);
    }

    private static long now() {
        return SystemClock.INSTANCE.wallMillis();
    }

    /** All at one moment, once each has played in its own process. */
    private void enterAll() throws IOException {
        ChildPeer host = enter("host");
        host.await("ready", START_MILLIS);
        host.tell("go");
        String address = host.await("address", START_MILLIS);
        for (int i = 1; i < PLAYERS; i++) {
            enter(address);
        }
        for (ChildPeer player : players.subList(1, PLAYERS)) {
            player.await("ready", START_MILLIS);
        }
        players.stream().skip(1).forEach(player -> player.tell("go"));
    }

    @Test
    void rostersEqualTheTruthInTimeNoGhostStaysAndCopiesAreFresh() throws IOException {
        assumeTrue(QUIET, "needs a machine that does nothing else: -Dworldmesh.quiet=true");
        enterAll();
        long lastIn = 0;
        for (ChildPeer player : players) {
            lastIn = Math.max(lastIn, Long.parseLong(player.await("connected", START_MILLIS)));
        }
        players.forEach(player -> lists(player.name(), "", State.CONNECTED));
        allListItSince(lastIn);
        long before = now();
        players.forEach(player -> {
            player.tell("stand");
            lists(player.name(), EAST, State.CONNECTED);
        });
        allListItSince(before);

        copiesAreFresh();
        players.forEach(player -> player.tell("move off"));

        before = now();
        players.get(3).tell("rename zed");
        truth.remove("P3");
        lists("zed", EAST, State.CONNECTED);
        allListItSince(before);

        before = now();
        players.get(4).tell("cross");
        lists("P4", WEST, State.CONNECTED);
        allListItSince(before);

        before = now();
        players.get(5).stop();
        truth.remove("P5");
        allListItSince(before);

        before = now();
        players.get(6).kill();
        lists("P6", EAST, State.AWAY);
        allListItSince(before);
        truth.remove("P6");
        allListItSince(before + 4_000);
    }

    private void copiesAreFresh() {
        players.forEach(player -> player.tell("move on"));
        LockSupport.parkNanos(2_000_000_000L);
        players.forEach(player -> player.tell("forget"));
        LockSupport.parkNanos(5_000_000_000L);
        List<String[]> told = new ArrayList<>();
        for (ChildPeer player : players) {
            player.tell("ages");
            String ages = player.await("ages", START_MILLIS);
            Measured.note("copies", player.name() + " samples, p50, p99, path, p99 of turns, millis: " + ages);
            told.add(ages.split(" "));
        }
        long turn =
                told.stream().mapToLong(ages -> Long.parseLong(ages[4])).max().orElseThrow();
        for (String[] ages : told) {
            // A pose leaves in a turn of the sender's and is looked at in one of the reader's. On two cores eight JVMs
            // wait for each other, so turns count as they were: what is judged is the way, not the machine.
            long bound = Long.parseLong(ages[3]) + INTERVAL_MILLIS + Long.parseLong(ages[4]) + turn;
            long judged = Long.parseLong(ages[2]);
            assertTrue(Integer.parseInt(ages[0]) > 1_000, "too few copies were looked at: " + ages[0]);
            assertTrue(judged <= bound, "copies are " + judged + " ms old, bound " + bound + " with turns of " + turn);
        }
    }
}
