package worldmesh.benchmarks.party;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.troupe.Standing;
import worldmesh.samples.troupe.Troupe;

/**
 * Stops a playing party's members and pulls their cables, one at a time, and measures from the end of each fault until
 * all are linked to all, on one roster, under one holder of one epoch, and the player that was gone is answered again.
 */
final class FaultTrials {
    /** SIGSTOP, as the demand has it. */
    private static final long STALL_MILLIS = 3_000;

    private static final long CUT_MILLIS = 10_000;
    private static final long PATIENCE_MILLIS = 60_000;

    /** Until then somebody may not have noticed that it stood still, and say that it holds what it has lost. */
    private static final long UNAWARE_MILLIS = 1_000;

    /** So long nothing may change any more in a party that is whole. */
    private static final long CALM_MILLIS = 500;

    private static final long BETWEEN_MILLIS = 1_000;

    private final Troupe troupe;
    private final int players;

    FaultTrials(Troupe troupe, int players) {
        this.troupe = troupe;
        this.players = players;
    }

    /** Stops the holder where it stands, so many times. */
    Outages stallHolders(int times) {
        return repeat("stalled the holder", times, holder -> holder, this::stall);
    }

    /** Stops one that does not hold the role. */
    Outages stallMembers(int times) {
        return repeat("stalled a member", times, this::after, this::stall);
    }

    /** Pulls the cable of one that does not hold the role; only on a LAN. */
    Outages cutCables(int times) {
        return repeat("cut a cable", times, this::after, this::cut);
    }

    private int after(int holder) {
        return (holder + 1) % players;
    }

    private interface Fault {
        /** Makes it and ends it; answers the wall time of its end. */
        long pass(int player);
    }

    private Outages repeat(String what, int times, ToIntFunction<Integer> whom, Fault fault) {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            troupe.play(BETWEEN_MILLIS);
            int player = whom.applyAsInt(troupe.mustHold());
            millis.add(recovery(player, fault.pass(player)));
            troupe.say(what + " " + (i + 1) + " of " + times + ": whole and answered after " + millis.get(i) + " ms");
        }
        return new Outages(millis);
    }

    private long stall(int player) {
        troupe.suspend(player);
        troupe.play(STALL_MILLIS);
        long end = SystemClock.INSTANCE.wallMillis();
        troupe.resume(player);
        return end;
    }

    private long cut(int player) {
        troupe.venue().plug(player, false);
        troupe.play(CUT_MILLIS);
        long end = SystemClock.INSTANCE.wallMillis();
        troupe.venue().plug(player, true);
        return end;
    }

    private long recovery(int player, long from) {
        TreeSet<Long> answers = new TreeSet<>();
        var course = new Course(from);
        troupe.await("a whole party that answers", PATIENCE_MILLIS, () -> {
            course.look();
            troupe.said().answeredMillis(player).ifPresent(answers::add);
            long now = SystemClock.INSTANCE.wallMillis();
            long changed = Math.max(from, lastChangeMillis());
            boolean calm = now - from >= UNAWARE_MILLIS && now - changed >= CALM_MILLIS;
            return calm && isWhole() && answers.ceiling(changed) != null;
        });
        Long first = answers.ceiling(Math.max(from, lastChangeMillis()));
        long millis = (first == null ? answers.last() : first) - from;
        if (millis >= PartyBenchReport.FAULT_MILLIS) {
            troupe.say(troupe.names().get(player) + " was gone; the others and it, in ms: " + course);
        }
        return millis;
    }

    /** What the players said of themselves since a fault ended, in order: kept for those who ask where time went. */
    private final class Course {
        private final long from;
        private final List<String> seen = new ArrayList<>();
        private final Map<Integer, String> last = new TreeMap<>();

        Course(long from) {
            this.from = from;
        }

        void look() {
            for (int i = 0; i < players; i++) {
                String now = troupe.names().get(i) + " "
                        + troupe.said()
                                .of(i)
                                .map(it -> it.role() + " " + it.epoch() + " of " + it.roster())
                                .orElse("?")
                        + " linked " + troupe.said().linked(i).orElse(0L);
                if (!now.equals(last.put(i, now))) {
                    seen.add((SystemClock.INSTANCE.wallMillis() - from) + " " + now);
                }
            }
        }

        @Override
        public String toString() {
            return String.join("; ", seen);
        }
    }

    private boolean isWhole() {
        return troupe.said().isLinked(players)
                && IntStream.range(0, players)
                        .allMatch(i -> troupe.said()
                                .of(i)
                                .filter(now -> now.isSeated() && now.roster() == players)
                                .isPresent())
                && isLed(troupe, players);
    }

    /** True if the first so many players of a troupe go by one holder among them. */
    static boolean isLed(Troupe troupe, int players) {
        List<Standing> all = IntStream.range(0, players)
                .mapToObj(player -> troupe.said().of(player).orElseThrow())
                .toList();
        return all.stream().filter(Standing::holds).count() == 1
                && all.stream().mapToLong(Standing::epoch).distinct().count() == 1;
    }

    private long lastChangeMillis() {
        long standing = IntStream.range(0, players)
                .mapToLong(player -> troupe.said().of(player).orElseThrow().sinceMillis())
                .max()
                .orElseThrow();
        return Math.max(standing, troupe.said().lastMemberMillis());
    }
}
