package worldmesh.samples.troupe;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.PeerView;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.sector.SectorId;

/**
 * A player in a JVM of its own that stands or moves, and tells whom it lists and how old its copies of others are. It
 * has played before it comes in: what is measured is a party, not how fast two cores load eight JVMs.
 */
@SuppressWarnings("NullAway.Init") // a driver tells it to stand before anything else
final class CrowdPlayer {
    /** 200 updates a second: what is measured is the way, not the frame. */
    static final long TURN_NANOS = 5_000_000;

    /** Rosters are looked at every 20 ms. */
    private static final int ROSTER_TURNS = 4;

    /** The first guest loads the classes; then the code that a join takes is compiled. */
    private static final int GUESTS = 4;

    private static final long REHEARSAL_NANOS = 20_000_000_000L;

    /** Where a player stands. */
    @Component("dot")
    @Owned
    @Motion
    record Dot(@Quantized(0.01) float x, @Quantized(0.01) float y) {}

    /** What its driver reads. */
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Long> ages = new ArrayList<>();

    /** How long the turns took in which ages were noted, waiting for a core included. */
    private final List<Long> turns = new ArrayList<>();

    private long lookedAt;
    private long looks;
    private final World world;
    private final Session session;
    private Entity dot;
    private boolean connected;
    private boolean moves;
    private boolean over;
    private String told = "";

    private CrowdPlayer(World world, Session session) {
        this.world = world;
        this.session = session;
    }

    /** {@code NAME STORE host|HOST:PORT}; comes in when it is told to go. */
    public static void main(String[] args) throws IOException {
        Path store = Path.of(args[1]);
        rehearse(store.resolveSibling("rehearsal"));
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        tell("ready", "yes");
        if (!"go".equals(in.readLine())) {
            return;
        }
        World world = open(args[0], store);
        Session session = args[2].equals("host")
                ? Session.host(world, "crowd", options())
                : Session.join(world, args[2], options());
        CrowdPlayer player = new CrowdPlayer(world, session);
        tell("address", HostPort.format(session.local()));
        Thread reader = new Thread(() -> player.read(in), "driver");
        reader.setDaemon(true);
        reader.start();
        player.play();
    }

    private static World open(String name, Path store) {
        return World.builder()
                .components(Dot.class)
                .sectorBy(Dot.class, at -> SectorId.containing(at.x(), at.y()))
                .name(name)
                .store(store)
                .open();
    }

    private static SessionOptions options() {
        return SessionOptions.defaults().quiet().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A host in this process, whom guests join one after the other and leave. */
    private static void rehearse(Path directory) {
        World stage = open("stage", directory.resolve("stage"));
        Session host = Session.host(stage, "rehearsal", options());
        stage.spawn(new Dot(10, 10));
        for (int i = 0; i < GUESTS; i++) {
            World hall = open("guest" + i, directory.resolve("guest" + i));
            Session guest = Session.join(hall, HostPort.format(host.local()), options());
            long end = SystemClock.INSTANCE.nanoTime() + REHEARSAL_NANOS;
            Entity theirs = null;
            while (SystemClock.INSTANCE.nanoTime() < end && !shows(stage, theirs)) {
                if (theirs == null && guest.isConnected()) {
                    theirs = hall.spawn(new Dot(10, 10));
                }
                host.update(TURN_NANOS / 1e9);
                guest.update(TURN_NANOS / 1e9);
                LockSupport.parkNanos(TURN_NANOS);
            }
            guest.close();
            hall.close();
        }
        host.close();
        stage.close();
    }

    private static boolean shows(World world, @Nullable Entity wanted) {
        return wanted != null
                && world.query(Dot.class).entities().stream()
                        .anyMatch(entity -> entity.id().equals(wanted.id()));
    }

    private void read(BufferedReader in) {
        try (in) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add("quit");
        }
    }

    private void play() {
        long next = SystemClock.INSTANCE.nanoTime();
        while (!over) {
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                obey(line);
            }
            if (moves) {
                dot.update(Dot.class, at -> new Dot(at.x(), at.y() < 900 ? at.y() + 0.02f : 10));
            }
            session.update(TURN_NANOS / 1e9);
            look();
            next = Math.max(next + TURN_NANOS, SystemClock.INSTANCE.nanoTime());
            LockSupport.parkNanos(next - SystemClock.INSTANCE.nanoTime());
        }
        session.close();
        world.close();
    }

    private void obey(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "stand" -> dot = world.spawn(new Dot(10, 10));
            case "cross" -> dot.update(Dot.class, at -> new Dot(-at.x(), at.y()));
            case "rename" -> session.rename(words[1]);
            case "move" -> moves = words[1].equals("on");
            case "ages" -> tell("ages", ages());
            case "forget" -> forget();
            default -> over = true;
        }
    }

    private void forget() {
        ages.clear();
        turns.clear();
    }

    private void look() {
        long now = SystemClock.INSTANCE.nanoTime();
        if (moves) {
            lookAtCopies();
            turns.add((now - lookedAt) / 1_000_000);
        }
        lookedAt = now;
        if (looks++ % ROSTER_TURNS == 0) {
            lookAtRoster();
        }
    }

    private void lookAtCopies() {
        for (Entity other : world.query(Dot.class).entities()) {
            if (!other.mine()) {
                other.heardMillis(Dot.class).ifPresent(heard -> ages.add(world.worldMillis() - heard));
            }
        }
    }

    private void lookAtRoster() {
        if (!connected && session.isConnected()) {
            connected = true;
            tell("connected", String.valueOf(SystemClock.INSTANCE.wallMillis()));
        }
        String now = session.peers().stream()
                .map(peer -> entry(
                        peer.name(), peer.sector() == null ? "" : peer.sector().toString(), peer.state()))
                .sorted()
                .collect(Collectors.joining(";"));
        if (!now.equals(told)) {
            told = now;
            tell("roster", SystemClock.INSTANCE.wallMillis() + " " + now);
        }
    }

    /** One line of a roster. */
    static String entry(String name, String sector, PeerView.State state) {
        return name + "/" + sector.replace(' ', '_') + "/" + state;
    }

    /** How many ages, p50, p99, half a round trip, and the p99 of this player's turns, in milliseconds. */
    private String ages() {
        double path =
                session.peers().stream().mapToDouble(PeerView::rttMillis).max().orElse(0) / 2;
        return ages.size() + " " + share(ages, 0.5) + " " + share(ages, 0.99) + " " + (long) Math.ceil(path) + " "
                + share(turns, 0.99);
    }

    private static long share(List<Long> values, double share) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) (sorted.length * share)];
    }

    private static void tell(String key, String value) {
        OUT.println(key + " " + value);
    }
}
