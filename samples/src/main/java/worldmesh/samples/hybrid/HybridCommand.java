package worldmesh.samples.hybrid;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.hybrid.check.HybridChecker;
import worldmesh.samples.hybrid.play.AnglerFiles;
import worldmesh.samples.hybrid.play.AnglerProcess;
import worldmesh.samples.hybrid.play.Pulse;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.CheckerProcess;
import worldmesh.samples.troupe.ChildPeer;
import worldmesh.samples.troupe.RunDirectory;
import worldmesh.samples.troupe.TroupeException;
import worldmesh.samples.troupe.Venue;

/**
 * Lets anglers fish, talk and chat, each in a process of its own, kills whoever holds the authority now and then, and
 * has what they wrote down judged by a process of its own.
 */
public final class HybridCommand {
    private static final long START_MILLIS = 120_000;
    private static final long SETTLE_MILLIS = 60_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HybridOptions options;
    private final PrintWriter out;
    private final PrintWriter progress;
    private final Path directory;
    private final List<String> names;
    private final List<ChildPeer> children = new ArrayList<>();
    private final Pulse anchor = new Pulse(Pulse.ANCHORS_NANOS);

    private HybridCommand(HybridOptions options, PrintWriter out, PrintWriter progress, Path directory) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        this.directory = directory;
        this.names = Cast.of(options.peers(), Venue.loopback()).names();
    }

    /** Runs the party; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(HybridOptions options, PrintWriter out, PrintWriter progress) {
        Path directory = RunDirectory.create("hybrid-");
        int code = run(options, directory, out, progress);
        if (code == 0) {
            RunDirectory.delete(directory);
        } else {
            progress.println("hybrid: the peers' files are in " + directory);
            progress.flush();
        }
        return code;
    }

    /** The same with the peers' files in a directory of the caller's. */
    static int run(HybridOptions options, Path directory, PrintWriter out, PrintWriter progress) {
        HybridCommand party = new HybridCommand(options, out, progress, directory);
        Thread hook = new Thread(party::stopNow, "hybrid-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = 1;
        try {
            party.play();
            code = party.check();
        } catch (TroupeException e) {
            party.say("failed: " + e.getMessage());
        } finally {
            party.stopNow();
        }
        return code;
    }

    private void play() {
        enter(0);
        awaitParty(1);
        IntStream.range(1, names.size()).forEach(this::enter);
        awaitParty(names.size());
        say(names.size() + " anglers are at the pond");
        children.forEach(child -> child.tell(AnglerProcess.WARM));
        pauseUntil(SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(options.settleSeconds()));
        anchor.take((from, to) -> {}); // what came before is not judged
        long begin = SystemClock.INSTANCE.nanoTime();
        long length = TimeUnit.SECONDS.toNanos(options.seconds());
        children.forEach(child -> child.tell(AnglerProcess.BEGIN));
        for (int kill = 1; kill <= options.kills(); kill++) {
            pauseUntil(begin + length * kill / (options.kills() + 1));
            kill(holder());
        }
        pauseUntil(begin + length);
        StringBuilder stood = new StringBuilder();
        anchor.take((from, to) ->
                stood.append("stall ").append(from).append(' ').append(to).append('\n'));
        report(stood.toString());
        living().forEach(child -> child.tell(AnglerProcess.REST));
        await("equal worlds", SETTLE_MILLIS, this::isQuiet);
        living().forEach(ChildPeer::stop);
    }

    private void kill(int victim) {
        report("killed " + names.get(victim) + " " + SystemClock.INSTANCE.nanoTime() + "\n");
        children.get(victim).kill();
        say("killed " + names.get(victim) + ", which held the authority");
    }

    private List<ChildPeer> living() {
        return children.stream().filter(ChildPeer::isAlive).toList();
    }

    private void enter(int player) {
        AnglerFiles files = AnglerFiles.of(directory, names.get(player));
        files.create();
        List<String> args = new ArrayList<>(List.of(directory.toString(), files.name()));
        if (player > 0) {
            args.add(children.get(0).await("address", START_MILLIS));
        }
        List<String> command = ChildPeer.command(AnglerProcess.class, args);
        // Compiled once and not twice, as the command says: in full it takes twice the processor for the first minutes.
        for (String option :
                System.getenv().getOrDefault("WORLDMESH_JAVA_OPTS", "").split(" ", -1)) {
            if (!option.isEmpty()) {
                command.add(command.indexOf("-cp"), option);
            }
        }
        children.add(ChildPeer.start(files.name(), files.path(), command));
    }

    /**
     * What a peer last said of itself.
     *
     * @param role its part in the authority
     * @param roster how many disks count
     * @param players how many it is linked with, itself included
     */
    private record Standing(String role, long epoch, int roster, int players) {
        static final Standing NONE = new Standing("NONE", 0, 0, 0);

        static Standing parse(String line) {
            String[] words = line.split(" ", -1);
            return new Standing(
                    words[0], Long.parseLong(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        }

        boolean isSeatedAmong(int size) {
            return (role.equals("HOLDER") || role.equals("FOLLOWER")) && roster == size && players == size;
        }
    }

    private Standing standing(int player) {
        return children.get(player).said("standing").map(Standing::parse).orElse(Standing.NONE);
    }

    private void awaitParty(int size) {
        await(
                "a party of " + size,
                START_MILLIS,
                () -> IntStream.range(0, size)
                        .allMatch(player -> standing(player).isSeatedAmong(size)));
    }

    /** Who is to be killed: where a busy machine has made the holder step down, whoever follows it. */
    private int holder() {
        await("a holder of the authority", START_MILLIS, () -> holders().isPresent());
        return holders().orElseThrow();
    }

    private Optional<Integer> holders() {
        return IntStream.range(0, children.size())
                .filter(player -> children.get(player).isAlive())
                .filter(player -> standing(player).role().equals("HOLDER"))
                .boxed()
                .max(Comparator.comparingLong(player -> standing(player).epoch()));
    }

    private boolean isQuiet() {
        List<String> worlds = living().stream()
                .map(child -> child.said("quiet").orElse("unheard: " + child.name()))
                .distinct()
                .toList();
        return worlds.size() == 1;
    }

    private void await(String what, long millis, BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!done.getAsBoolean()) {
            if (SystemClock.INSTANCE.nanoTime() > end) {
                throw new TroupeException(what + " did not come within " + millis + " ms: "
                        + IntStream.range(0, children.size())
                                .mapToObj(player -> names.get(player) + " " + standing(player))
                                .toList());
            }
            pauseUntil(SystemClock.INSTANCE.nanoTime() + POLL_NANOS);
        }
    }

    private static void pauseUntil(long nanoTime) {
        for (long left = nanoTime - SystemClock.INSTANCE.nanoTime();
                left > 0;
                left = nanoTime - SystemClock.INSTANCE.nanoTime()) {
            SystemClock.INSTANCE.park(Math.min(left, POLL_NANOS));
        }
    }

    private int check() {
        List<String> args = new ArrayList<>(List.of(
                directory.toString(), String.valueOf(options.seconds()), String.valueOf(options.settleSeconds())));
        args.addAll(names);
        return CheckerProcess.run(HybridChecker.class, directory, args, out, options.json());
    }

    private void report(String lines) {
        try {
            Files.writeString(
                    directory.resolve(HybridChecker.DRIVER),
                    lines,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the driver's report: " + e.getMessage(), e);
        }
    }

    private void say(String text) {
        progress.println("hybrid: " + text);
        progress.flush();
    }

    private void stopNow() {
        anchor.close();
        children.forEach(ChildPeer::stopNow);
    }
}
