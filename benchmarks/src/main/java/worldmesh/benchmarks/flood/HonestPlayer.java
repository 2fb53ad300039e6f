package worldmesh.benchmarks.flood;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.benchmarks.actor.Turns;
import worldmesh.peer.CommandHandle;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.entity.EntityId;

/** A player that digs at a steady rate and times every answer. Its session belongs to its own thread. */
public final class HonestPlayer implements AutoCloseable {
    /** Outside of every window: answered, but not timed. */
    public static final int NO_WINDOW = -1;

    /** Short, so that what is timed is the host's turns and not the player's. */
    private static final long TURN_NANOS = 2_000_000L;

    private final Clock clock = SystemClock.INSTANCE;
    private final World world;
    private final Session session;
    private final Turns turns;
    private final long periodNanos;
    private final Map<Integer, List<Long>> latencies = new TreeMap<>();
    private final List<Asked> asked = new ArrayList<>(); // bounded by what a session leaves unanswered
    private boolean entered;
    private long dueNanos;
    private int submitted;
    private int accepted;
    private volatile int window = NO_WINDOW;
    private volatile boolean digging;

    /** Joins the host and begins to dig once it has a purse. */
    public HonestPlayer(Path store, InetSocketAddress host, int digsPerSecond) {
        this.periodNanos = 1_000_000_000L / digsPerSecond;
        this.world = Diggings.describe().store(store).name("honest").open();
        this.session = Session.join(
                world,
                HostPort.format(host),
                SessionOptions.defaults().quiet().listen(new InetSocketAddress(host.getAddress(), 0)));
        this.turns = new Turns("flood-honest", TURN_NANOS, this::turn, this::leave);
        turns.start();
    }

    private void turn() {
        session.update(TURN_NANOS / 1e9);
        long now = clock.nanoTime();
        asked.removeIf(each -> noteAnswer(each, now)); // answers come inside update
        if (!entered && session.isConnected()) {
            entered = true;
            submit(new Diggings.Enter(), NO_WINDOW, now);
            dueNanos = now;
        }
        if (digging && now - dueNanos >= 0) {
            submit(new Diggings.Dig(), window, now);
            dueNanos += periodNanos;
        }
    }

    private void submit(Record command, int timedFor, long now) {
        asked.add(new Asked(session.submit(command), timedFor, now));
        submitted++;
    }

    private boolean noteAnswer(Asked each, long now) {
        if (each.handle.isPending()) {
            return false;
        }
        if (each.handle.outcome().join().accepted()) {
            accepted++;
            if (each.window != NO_WINDOW) {
                latencies.computeIfAbsent(each.window, w -> new ArrayList<>()).add(now - each.sinceNanos);
            }
        }
        return true;
    }

    /** True once it has a purse. */
    public boolean hasPurse() {
        return turns.ask(() -> accepted > 0
                && world.isFounded()
                && !world.query(Diggings.Purse.class).entities().isEmpty());
    }

    /** Its purse, as all the world can read it. */
    EntityId purse() {
        return turns.ask(
                () -> world.query(Diggings.Purse.class).entities().get(0).id());
    }

    /** Digs from now on. */
    public void dig() {
        turns.ask(() -> {
            dueNanos = clock.nanoTime();
            digging = true;
            return digging;
        });
    }

    /** Digs no more. */
    public void rest() {
        digging = false;
    }

    /** What is submitted from now on is timed for this window. */
    public void enterWindow(int number) {
        window = number;
    }

    /** This player. */
    public PeerId self() {
        return world.self();
    }

    /** Commands that were accepted. */
    public int accepted() {
        return turns.ask(() -> accepted);
    }

    /** Commands that were not accepted: unanswered so far or refused. */
    public int missing() {
        return turns.ask(() -> submitted - accepted);
    }

    /** The times of the answers to what was submitted in a window, in nanoseconds. */
    public List<Long> latencies(int number) {
        return turns.ask(() -> List.copyOf(latencies.getOrDefault(number, List.of())));
    }

    private void leave() {
        session.close();
        world.close();
    }

    @Override
    public void close() {
        turns.close();
    }

    private record Asked(CommandHandle handle, int window, long sinceNanos) {}
}
