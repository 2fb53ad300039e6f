package worldmesh.simulation.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import worldmesh.testkit.net.NetworkFaults;

/**
 * All that goes wrong in one seed. Each kind of fault is on or off for the whole seed, since faults hide each other
 * when all happen at once (swarm testing, Groce et al., ISSTA 2012).
 *
 * @param network how the network misbehaves while people play
 * @param events what happens when, in order of time
 * @param skewMillis by how much each node's wall clock is wrong
 * @param syncNanos how long the disks take at least to sync
 */
public record FaultPlan(NetworkFaults network, List<FaultEvent> events, List<Long> skewMillis, long syncNanos) {
    private static final long MILLI = 1_000_000;
    private static final long DAY_MILLIS = 86_400_000;

    /** Quiet before the first event, so that the world is founded and somebody has joined. */
    private static final long FIRST_EVENT_NANOS = 2_000 * MILLI;

    /** Copies the lists. */
    public FaultPlan {
        events = List.copyOf(events);
        skewMillis = List.copyOf(skewMillis);
    }

    /** Draws the plan for {@code nodes} nodes that play for {@code playNanos}. */
    public static FaultPlan draw(RandomGenerator random, int nodes, long playNanos) {
        var events = new ArrayList<FaultEvent>();
        var moments = new Moments(random, FIRST_EVENT_NANOS, playNanos);
        if (random.nextInt(3) > 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                events.add(hostCrash(random, moments));
            }
        }
        if (random.nextBoolean()) {
            for (int i = random.nextInt(2); i >= 0; i--) {
                events.add(new FaultEvent.Crash(moments.next(), random.nextInt(nodes), moments.down()));
            }
        }
        if (random.nextInt(3) > 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                events.add(new FaultEvent.Partition(moments.next(), moments.apart(), random.nextInt(1 << nodes)));
            }
        }
        if (random.nextInt(3) == 0) {
            events.add(new FaultEvent.LostSync(moments.next(), random.nextInt(nodes)));
        }
        return of(random, nodes, events);
    }

    /** These events, and the rest as chance wants it. */
    static FaultPlan of(RandomGenerator random, int nodes, List<FaultEvent> events) {
        events.sort(Comparator.comparingLong(FaultEvent::atNanos));
        return new FaultPlan(network(random), events, skews(random, nodes), (1 + random.nextInt(30)) * MILLI);
    }

    /** The same with more events. */
    FaultPlan with(List<FaultEvent> more) {
        var all = new ArrayList<FaultEvent>(events);
        all.addAll(more);
        all.sort(Comparator.comparingLong(FaultEvent::atNanos));
        return new FaultPlan(network, all, skewMillis, syncNanos);
    }

    private static FaultEvent hostCrash(RandomGenerator random, Moments moments) {
        return random.nextInt(3) == 0
                ? new FaultEvent.Crash(moments.next(), 0, moments.down())
                : new FaultEvent.CrashOnReceipt(moments.next(), moments.down());
    }

    private static NetworkFaults network(RandomGenerator random) {
        long latency = random.nextLong(100_000, 5 * MILLI);
        long jitter = random.nextLong(5 * MILLI);
        return new NetworkFaults(
                latency,
                jitter,
                random.nextBoolean() ? random.nextDouble() * 0.15 : 0,
                random.nextBoolean() ? random.nextDouble() * 0.1 : 0,
                random.nextBoolean() ? random.nextDouble() * 0.1 : 0);
    }

    private static List<Long> skews(RandomGenerator random, int nodes) {
        boolean skewed = random.nextBoolean();
        var skews = new ArrayList<Long>();
        for (int i = 0; i < nodes; i++) {
            skews.add(skewed ? random.nextLong(-DAY_MILLIS, DAY_MILLIS + 1) : 0L);
        }
        return skews;
    }
}
