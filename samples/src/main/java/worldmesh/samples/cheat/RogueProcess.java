package worldmesh.samples.cheat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;

/** A cheating member in a process of its own: joins, plays, cheats, lies and leaves; its attempts are left as lines. */
public final class RogueProcess {
    private static final String ATTEMPTS = "attempts.txt";
    private static final long JOIN_MILLIS = 20_000;

    /** Between its deeds and its lies, and before it leaves: all of it is judged by then. */
    private static final long LINGER_MILLIS = 1_500;

    private static final long TURN_NANOS = 5_000_000;

    private RogueProcess() {}

    /** {@code DIRECTORY LISTEN HOST:PORT OTHERS}; exits 1 if it never came into the game. */
    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        InetSocketAddress listen = HostPort.parse(args[1]);
        int others = Integer.parseInt(args[3]);
        boolean played;
        try (RogueMember rogue = new RogueMember(directory.resolve("store"), listen, HostPort.parse(args[2]))) {
            played = play(rogue, JOIN_MILLIS, () -> rogue.isPlaying(others));
            if (played) {
                note(directory, rogue.cheat());
                play(rogue, LINGER_MILLIS, () -> false);
                note(directory, rogue.lie());
                play(rogue, LINGER_MILLIS, () -> false);
            }
        }
        System.exit(played ? 0 : 1);
    }

    /** What a cheater left under a directory that it tried; nothing if there was none. */
    public static List<Attempt> attempts(Path directory) {
        Path file = directory.resolve(ATTEMPTS);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(Attempt::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void note(Path directory, List<Attempt> tried) {
        try {
            Files.write(
                    directory.resolve(ATTEMPTS),
                    tried.stream().map(Attempt::line).toList(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean play(RogueMember rogue, long millis, BooleanSupplier end) {
        long deadline = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!end.getAsBoolean() && SystemClock.INSTANCE.nanoTime() < deadline) {
            rogue.turn();
            LockSupport.parkNanos(TURN_NANOS);
        }
        return end.getAsBoolean();
    }
}
