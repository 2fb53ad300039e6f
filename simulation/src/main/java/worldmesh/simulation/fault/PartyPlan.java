package worldmesh.simulation.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What one seed has in store for a party: at least one crash of the holder, a partition and a disk fault, and of the
 * rest what chance wants.
 *
 * @param faults what goes wrong, and what people do
 * @param startNanos when each node is switched on first; late ones are newcomers
 * @param cheatNanos when node 0 begins to cheat while it holds the authority, or -1
 * @param impersonates true if it cheats by commands in the names of others, false if by gold out of nothing
 * @param forges true if node 0 damages every other state that it sends to newcomers
 * @param lies true if node 0 signs states of its own making while it holds the authority
 * @param adopts true if somebody goes on without a majority
 */
public record PartyPlan(
        FaultPlan faults,
        List<Long> startNanos,
        long cheatNanos,
        boolean impersonates,
        boolean forges,
        boolean lies,
        boolean adopts) {
    private static final long MILLI = 1_000_000;
    private static final long FIRST_NANOS = 3_000 * MILLI;

    /** A cheat has this long to be caught, before anything else goes wrong. */
    private static final long CHEAT_NANOS = 6_000 * MILLI;

    private static final long STALL_NANOS = 3_000 * MILLI;

    /** Caught by a majority without the cheat's own vote. */
    private static final int CHEAT_NODES_MIN = 4;

    /** Who is lied to comes when the others are a party, and nothing else has gone wrong. */
    private static final long LIED_TO_NANOS = 2_300 * MILLI;

    /** A holder that stands still is suspected after 750 ms and replaced soon after. */
    private static final long REPLACED_NANOS = 1_600 * MILLI;

    /** So long a holder that comes back and its successor do not know of each other; shorter than a suspicion. */
    private static final long RIVALS_NANOS = 600 * MILLI;

    /** So long nobody hears a successor: who came back is in the party again by then, and proposes. */
    private static final long UNHEARD_NANOS = 1_500 * MILLI;

    /** From one return of a holder to the next, so that each has its successor, and that one is known to all. */
    private static final long RETURN_EVERY_NANOS = 3_500 * MILLI;

    /** Of two nodes neither can replace the other. */
    private static final int RETURN_NODES_MIN = 3;

    /** Copies the list. */
    public PartyPlan {
        startNanos = List.copyOf(startNanos);
    }

    /** Draws the plan for {@code nodes} nodes that play for {@code playNanos}. */
    public static PartyPlan draw(RandomGenerator random, int nodes, long playNanos) {
        boolean cheats = nodes >= CHEAT_NODES_MIN && random.nextInt(6) == 0;
        boolean adopts = !cheats && random.nextInt(8) == 0;
        return draw(random, nodes, playNanos, cheats, adopts);
    }

    /** Draws a plan as any other, but that node 0 cheats; by commands in the names of others if the nodes are even. */
    static PartyPlan cheating(RandomGenerator random, int nodes, long playNanos) {
        return draw(random, nodes, playNanos, true, false);
    }

    private static PartyPlan draw(RandomGenerator random, int nodes, long playNanos, boolean cheats, boolean adopts) {
        long first = cheats ? FIRST_NANOS + CHEAT_NANOS : FIRST_NANOS;
        var moments = new Moments(random, first, playNanos);
        var events = new ArrayList<FaultEvent>();
        crashes(events, moments, nodes);
        List<FaultEvent.Partition> partitions = partitions(events, moments, nodes);
        events.add(new FaultEvent.LostSync(random.nextLong(first, (first + playNanos) / 2), random.nextInt(nodes)));
        people(events, moments, nodes);
        if (adopts) {
            adoption(events, moments, nodes);
        }
        boolean forges = !cheats && random.nextInt(4) == 0;
        FaultPlan faults = FaultPlan.of(random, nodes, events);
        List<Long> starts = starts(moments, nodes, forges ? List.of() : partitions);
        boolean lies = lies(random, nodes, starts, cheats || adopts || forges);
        faults = returns(faults, moments, nodes, cheats || lies);
        boolean impersonates = cheats && nodes % 2 == 0;
        return new PartyPlan(faults, starts, cheats ? FIRST_NANOS : -1, impersonates, forges, lies, adopts);
    }

    /**
     * A plan for {@code nodes} nodes that has nothing in store but holders that come back while another one is being
     * elected, again and again, until one crashes and a disk fails in the end: what a party that follows holders of
     * epochs that are over does not survive.
     */
    static PartyPlan rivals(RandomGenerator random, int nodes, long playNanos) {
        var moments = new Moments(random, FIRST_NANOS, playNanos);
        var events = new ArrayList<FaultEvent>();
        for (long at = FIRST_NANOS; at < playNanos - RETURN_EVERY_NANOS; at += RETURN_EVERY_NANOS) {
            long moment = at + random.nextLong(500 * MILLI);
            events.add(new FaultEvent.StallUntilReplaced(moment, REPLACED_NANOS, UNHEARD_NANOS, UNHEARD_NANOS));
        }
        events.add(new FaultEvent.CrashHolder(playNanos - RETURN_EVERY_NANOS, moments.down()));
        events.add(new FaultEvent.LostSync(playNanos - RETURN_EVERY_NANOS / 2, random.nextInt(nodes)));
        FaultPlan faults = FaultPlan.of(random, nodes, events);
        return new PartyPlan(faults, starts(moments, nodes, List.of()), -1, false, false, false, false);
    }

    /** One time in three, unless something else is wrong with the founder, or somebody adopts. */
    private static boolean lies(RandomGenerator random, int nodes, List<Long> starts, boolean otherwise) {
        boolean lies = !otherwise && nodes > CHEAT_NODES_MIN && random.nextInt(3) == 0;
        if (lies) {
            starts.set(nodes - 1, LIED_TO_NANOS + random.nextLong(200 * MILLI));
        }
        return lies;
    }

    /** One time in four: holders that stand still just until another one is being elected. */
    private static FaultPlan returns(FaultPlan faults, Moments moments, int nodes, boolean dishonest) {
        if (dishonest || nodes < RETURN_NODES_MIN || moments.random().nextInt(4) > 0) {
            return faults;
        }
        var events = new ArrayList<FaultEvent>();
        for (int i = moments.random().nextInt(3, 6); i > 0; i--) {
            events.add(new FaultEvent.StallUntilReplaced(moments.next(), REPLACED_NANOS, RIVALS_NANOS, 0));
        }
        return faults.with(events);
    }

    private static void crashes(List<FaultEvent> events, Moments moments, int nodes) {
        RandomGenerator random = moments.random();
        events.add(new FaultEvent.CrashHolder(moments.next(), moments.down()));
        if (random.nextBoolean()) {
            events.add(new FaultEvent.CrashOnReceipt(moments.next(), moments.down()));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(new FaultEvent.Crash(moments.next(), random.nextInt(nodes), moments.down()));
        }
        if (random.nextInt(5) == 0) {
            var down = new ArrayList<Long>();
            for (int i = 0; i < nodes; i++) {
                down.add(moments.down());
            }
            events.add(new FaultEvent.Blackout(moments.next(), down));
        }
    }

    private static List<FaultEvent.Partition> partitions(List<FaultEvent> events, Moments moments, int nodes) {
        var partitions = new ArrayList<FaultEvent.Partition>();
        for (int i = moments.random().nextInt(2); i >= 0; i--) {
            partitions.add(new FaultEvent.Partition(moments.next(), moments.apart(), sides(moments.random(), nodes)));
        }
        events.addAll(partitions);
        return partitions;
    }

    /** Two sides, of which none is empty; one time in two as equal as can be. */
    public static int sides(RandomGenerator random, int nodes) {
        if (random.nextBoolean()) {
            return random.nextInt(1, (1 << nodes) - 1);
        }
        int sides = 0;
        while (Integer.bitCount(sides) < nodes / 2) {
            sides |= 1 << random.nextInt(nodes);
        }
        return sides;
    }

    private static void people(List<FaultEvent> events, Moments moments, int nodes) {
        RandomGenerator random = moments.random();
        if (random.nextInt(3) == 0) {
            int node = random.nextBoolean() ? FaultEvent.HOLDER : random.nextInt(nodes);
            long stall = random.nextBoolean() ? STALL_NANOS : random.nextLong(300 * MILLI, 1_500 * MILLI);
            events.add(new FaultEvent.Stall(moments.next(), node, stall));
        }
        if (random.nextInt(4) == 0) {
            events.add(new FaultEvent.Leave(moments.next(), random.nextInt(nodes), moments.down()));
        }
        if (random.nextInt(6) == 0) {
            events.add(new FaultEvent.Kick(moments.next(), random.nextInt(nodes)));
        }
    }

    private static void adoption(List<FaultEvent> events, Moments moments, int nodes) {
        RandomGenerator random = moments.random();
        long at = moments.firstNanos() + random.nextLong(STALL_NANOS);
        events.add(new FaultEvent.Partition(at, STALL_NANOS * 2, sides(random, nodes)));
        for (int i = 0; i < nodes; i++) {
            events.add(new FaultEvent.Adopt(at + STALL_NANOS / 2 + random.nextLong(500 * MILLI), i));
        }
    }

    /** Most are there from the beginning, some come while the party is parted. */
    private static List<Long> starts(Moments moments, int nodes, List<FaultEvent.Partition> partitions) {
        RandomGenerator random = moments.random();
        var starts = new ArrayList<Long>();
        for (int i = 0; i < nodes; i++) {
            boolean late = i > 1 && random.nextInt(4) == 0;
            if (i == 0) {
                starts.add(0L);
            } else if (!late) {
                starts.add(random.nextLong(1_500 * MILLI));
            } else if (!partitions.isEmpty() && random.nextBoolean()) {
                FaultEvent.Partition partition = partitions.get(random.nextInt(partitions.size()));
                starts.add(partition.atNanos() + random.nextLong(partition.durationNanos()));
            } else {
                starts.add(moments.next());
            }
        }
        return starts;
    }
}
