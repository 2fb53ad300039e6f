package worldmesh.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import worldmesh.authority.store.StoreAudit;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.benchmarks.flood.DatagramFlood;
import worldmesh.benchmarks.flood.Diggings;
import worldmesh.benchmarks.flood.FloodHost;
import worldmesh.benchmarks.flood.HonestPlayer;
import worldmesh.benchmarks.flood.RogueMember;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Schema;

/**
 * Floods a host on loopback while an honest player goes on digging: commands at many times the honest rate from an
 * admitted member, malformed messages from another, messages of the largest size from a third, junk and hellos from
 * strangers. Quiet and flooded windows take turns, so that whatever else the machine does hits both alike.
 */
public final class FloodBench {
    /** The turns per second of a node, unless configured otherwise. */
    private static final int HOST_TURNS_PER_SECOND = 60;

    private static final int JOIN_SECONDS = 10;

    /** An unanswered command is sent again every two seconds; after this it counts as lost. */
    private static final int ANSWER_SECONDS = 10;

    /** Between windows, for what is on its way. */
    private static final long GAP_NANOS = 250_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final FloodBenchOptions options;
    private final Path dir;

    private FloodBench(FloodBenchOptions options, Path dir) {
        this.options = options;
        this.dir = dir;
    }

    /** Runs within the budget, in a temporary directory, and reports. */
    public static FloodReport run(FloodBenchOptions options) {
        try {
            Path dir = Files.createTempDirectory("worldmesh-flood");
            try {
                return new FloodBench(options, dir).measure();
            } finally {
                delete(dir);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory of the benchmark failed", e);
        }
    }

    private FloodReport measure() {
        Path store = dir.resolve("host");
        Schema schema;
        PeerId honest;
        Outcome outcome;
        InetSocketAddress listen = new InetSocketAddress(options.host(), 0);
        try (FloodHost host = new FloodHost(store, listen, HOST_TURNS_PER_SECOND);
                HonestPlayer player =
                        new HonestPlayer(dir.resolve("honest"), host.local(), options.honestPerSecond())) {
            await("the honest player has no purse", JOIN_SECONDS, player::hasPurse);
            schema = host.schema();
            honest = player.self();
            outcome = attack(host, player);
        }
        StoreAudit audit = StoreAudit.of(store, schema, Ed25519Verifier.INSTANCE);
        return outcome.report(options, ledgerUntouched(audit, honest, outcome.accepted));
    }

    private Outcome attack(FloodHost host, HonestPlayer player) {
        int commandsPerSecond = options.honestPerSecond() * options.floodFactor();
        try (RogueMember commands = RogueMember.withCommands(host, player, commandsPerSecond);
                RogueMember malformed = RogueMember.withMalformedMessages(host, player, options.malformedPerSecond());
                RogueMember large = RogueMember.withLargeMessages(host, options.largePerSecond());
                DatagramFlood datagrams = new DatagramFlood(host.local(), options.datagramsPerSecond())) {
            await(
                    "an attacker is not admitted",
                    JOIN_SECONDS,
                    () -> commands.isAdmitted() && malformed.isAdmitted() && large.isAdmitted());
            Attackers attackers = new Attackers(commands, malformed, large, datagrams);
            player.dig();
            int windows = windows(player, attackers);
            player.rest();
            await("", ANSWER_SECONDS, () -> player.missing() == 0);
            Windows times = Windows.of(windows, player::latencies);
            FloodHost.Defence defence = host.defence();
            return new Outcome(times, attackers.fired(), defence, player.missing(), player.accepted());
        }
    }

    /** Quiet and flooded windows in turns, the first pair to warm up. Answers how many there were. */
    private int windows(HonestPlayer player, Attackers attackers) {
        long pair = 2 * (options.windowMillis() * MILLI + GAP_NANOS);
        int pairs = (int) Math.max(2, options.budgetSeconds() * SECOND / pair);
        for (int window = 0; window < 2 * pairs; window++) {
            boolean flooded = window % 2 == 1;
            attackers.fire(flooded);
            pause(GAP_NANOS);
            player.enterWindow(window);
            pause(options.windowMillis() * MILLI);
            player.enterWindow(HonestPlayer.NO_WINDOW);
        }
        attackers.fire(false);
        return 2 * pairs;
    }

    /** The store says that gold was minted once, and that nobody but host and player ever had a command applied. */
    private static boolean ledgerUntouched(StoreAudit audit, PeerId honest, int accepted) {
        long byHonest = audit.applied().keySet().stream()
                .filter(id -> id.player().equals(honest))
                .count();
        boolean once = audit.applied().values().stream().allMatch(times -> times == 1);
        StoreAudit.Asset gold = audit.assets().get("gold");
        return audit.problems().isEmpty()
                && once
                && byHonest == accepted
                && audit.applied().size() == accepted + 1 // the host laid the vein
                && gold != null
                && gold.circulating() == Diggings.GOLD
                && gold.accounts() == 2;
    }

    /** Waits for {@code done}; with a complaint it must come in time. */
    private static void await(String complaint, int seconds, BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + seconds * SECOND;
        while (!done.getAsBoolean()) {
            if (SystemClock.INSTANCE.nanoTime() - end >= 0) {
                if (complaint.isEmpty()) {
                    return;
                }
                throw new IllegalStateException(complaint + " after " + seconds + " seconds on loopback");
            }
            pause(10 * MILLI);
        }
    }

    private static void pause(long nanos) {
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - SystemClock.INSTANCE.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private record Attackers(RogueMember commands, RogueMember malformed, RogueMember large, DatagramFlood datagrams) {
        void fire(boolean now) {
            commands.fire(now);
            malformed.fire(now);
            large.fire(now);
            datagrams.fire(now);
        }

        FloodReport.Fired fired() {
            return new FloodReport.Fired(
                    commands.fired(), malformed.fired(), large.fired(), datagrams.fired(), datagrams.amplification());
        }
    }

    /** What a run gave, but for what the store says afterwards. */
    private record Outcome(
            Windows times, FloodReport.Fired fired, FloodHost.Defence defence, int missing, int accepted) {
        FloodReport report(FloodBenchOptions options, boolean ledgerUntouched) {
            return new FloodReport(
                    times.pairs(),
                    options.budgetSeconds(),
                    times.latency(),
                    times.p99Ratio(),
                    fired,
                    defence.limited(),
                    defence.rejected(),
                    missing,
                    ledgerUntouched);
        }
    }

    /** The answer times of quiet and flooded windows in turns, without the first pair. */
    private record Windows(List<Samples> quiet, List<Samples> flooded) {
        static Windows of(int windows, IntFunction<List<Long>> times) {
            List<Samples> quiet = new ArrayList<>();
            List<Samples> flooded = new ArrayList<>();
            for (int window = 2; window < windows; window++) {
                (window % 2 == 0 ? quiet : flooded).add(Samples.of(times.apply(window)));
            }
            return new Windows(quiet, flooded);
        }

        int pairs() {
            return quiet.size();
        }

        FloodReport.Latency latency() {
            Samples allQuiet = Samples.join(quiet);
            Samples allFlooded = Samples.join(flooded);
            return new FloodReport.Latency(
                    allQuiet.micros(0.5) / 1_000,
                    allQuiet.micros(0.99) / 1_000,
                    allFlooded.micros(0.5) / 1_000,
                    allFlooded.micros(0.99) / 1_000);
        }

        double p99Ratio() {
            double[] ratios = new double[pairs()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = flooded.get(i).micros(0.99) / quiet.get(i).micros(0.99);
            }
            return Samples.median(ratios);
        }
    }
}
