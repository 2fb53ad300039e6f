package worldmesh.peer.pose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.ReplicationPlan;
import worldmesh.world.entity.EntityId;

/**
 * The motion of this peer's own entities: what to show, what to stream now, and what to settle into its cell. A pose
 * leaves at once, whatever the input delay; it is shown so many ticks after it was given. Motion that stands is
 * forgotten once it is shown and settled. Confined to the world's thread.
 */
public final class OwnPoses {
    /** Rest after which a pose settles: design §7. */
    public static final long REST_NANOS = 500_000_000;

    /** The longest time a moving pose stays unsettled: design §7. */
    public static final long SETTLE_NANOS = 5_000_000_000L;

    /** Sends of an unchanged pose: a burst of losses must be this long to leave others behind until it settles. */
    private static final int REPEATS = 3;

    /** What never settles is sent again this often: others forget it after three times as long. */
    private static final long REMIND_NANOS = 1_000_000_000;

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long MILLI_NANOS = 1_000_000;

    private final Map<PoseKey, Motion> motions = new TreeMap<>();

    /** The last beat of each rate in use: rates that divide each other beat together and share messages. */
    private final Map<Integer, Long> beats = new TreeMap<>();

    private final long phaseNanos;
    private int delayTicks;
    private long tick;

    /** The motion of one peer's entities: peers whose clocks agree stream and settle in turns, not all at once. */
    public OwnPoses(PeerId self) {
        phaseNanos = Math.floorMod(self.hashCode() * MILLI_NANOS, SETTLE_NANOS);
    }

    /** Shows poses so many ticks after they were given, from the next tick on; 0 shows them at once. */
    public void delay(int ticks) {
        delayTicks = ticks;
    }

    /** Another tick: names the cells of which a later pose is shown now. */
    public void onTick(long now, Consumer<PoseKey> moved) {
        tick = now;
        motions.forEach((key, motion) -> {
            if (motion.showUntil(now - delayTicks)) {
                moved.accept(key);
            }
        });
    }

    /** Moves an own entity away from what its cell says, or what it said last if it has none. */
    public void move(PoseKey key, ReplicationPlan plan, Record cell, Record value, long nowNanos) {
        beats.putIfAbsent(plan.rate(), beat(plan.rate(), nowNanos));
        Motion motion = motions.computeIfAbsent(key, k -> new Motion(plan, cell, nowNanos));
        motion.newest = value;
        motion.changedNanos = nowNanos;
        motion.unsettled = plan.settles();
        motion.repeats = plan.lane() == ReplicationConfig.Lane.RELIABLE ? 1 : REPEATS;
        motion.givenAt(tick, value);
        motion.showUntil(tick - delayTicks);
    }

    /** The pose that is shown of an own entity while it moves, or null. */
    public @Nullable Record shown(PoseKey key) {
        Motion motion = motions.get(key);
        return motion == null ? null : motion.shown;
    }

    /** The pose last given to an own entity while it moves, shown already or not, or null. */
    public @Nullable Record newest(PoseKey key) {
        Motion motion = motions.get(key);
        return motion == null ? null : motion.newest;
    }

    /** The newest pose was written into its cell. */
    public void onSettled(PoseKey key, long nowNanos) {
        Motion motion = motions.get(key);
        if (motion != null) {
            motion.unsettled = false;
            motion.settledNanos = nowNanos;
        }
    }

    /** Forgets a motion: its entity is gone or given away, or its cell was written directly. */
    public void forget(PoseKey key) {
        motions.remove(key);
    }

    /** The entities with a pose of one component. */
    public void each(int component, Consumer<EntityId> visitor) {
        motions.keySet().stream()
                .filter(key -> key.component() == component)
                .forEach(key -> visitor.accept(key.entity()));
    }

    /** What to stream now: empty between the beats. */
    public List<Pose> stream(long nowNanos) {
        Set<Integer> beating = new TreeSet<>();
        for (Map.Entry<Integer, Long> beat : beats.entrySet()) {
            long now = beat(beat.getKey(), nowNanos);
            if (beat.setValue(now) != now) {
                beating.add(beat.getKey());
            }
        }
        List<Pose> due = new ArrayList<>();
        motions.forEach((key, motion) -> {
            if (beating.contains(motion.plan.rate()) && motion.isDue(nowNanos)) {
                motion.repeats = Math.max(0, motion.repeats - 1);
                motion.sentNanos = nowNanos;
                due.add(new Pose(key, motion.plan, motion.newest));
            }
        });
        return due;
    }

    private long beat(int rate, long nowNanos) {
        return Math.floorDiv(nowNanos + phaseNanos, SECOND_NANOS / rate);
    }

    private long settling(long nowNanos) {
        return Math.floorDiv(nowNanos + phaseNanos, SETTLE_NANOS);
    }

    /** What to write into its cell now. */
    public List<Pose> settle(long nowNanos) {
        List<Pose> due = new ArrayList<>();
        for (Iterator<Map.Entry<PoseKey, Motion>> it = motions.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<PoseKey, Motion> entry = it.next();
            Motion motion = entry.getValue();
            boolean rests = nowNanos - motion.changedNanos >= REST_NANOS;
            boolean old = settling(nowNanos) != settling(motion.settledNanos);
            if (motion.unsettled && (rests || old)) {
                motion.unsettled = false;
                motion.settledNanos = nowNanos;
                due.add(new Pose(entry.getKey(), motion.plan, motion.newest));
            }
            if (rests && motion.repeats == 0 && motion.ahead.isEmpty() && motion.plan.settles()) {
                it.remove();
            }
        }
        return due;
    }

    /** Everything unsettled, to be settled now: the session ends. */
    public List<Pose> settleAll() {
        List<Pose> due = new ArrayList<>();
        motions.forEach((key, motion) -> {
            if (motion.unsettled) {
                due.add(new Pose(key, motion.plan, motion.newest));
            }
        });
        motions.clear();
        return due;
    }

    /** One pose of one cell, and how it is replicated. */
    public record Pose(PoseKey key, ReplicationPlan plan, Record value) {}

    /** A pose and the tick it was given at. */
    private record Given(long tick, Record value) {}

    private static final class Motion {
        /** What is not shown yet: one pose per tick, so never more than the delay has ticks. */
        private final Deque<Given> ahead = new ArrayDeque<>();

        private final ReplicationPlan plan;
        private Record shown;
        private Record newest;
        private long sentNanos;
        private long changedNanos;
        private long settledNanos;
        private boolean unsettled;
        private int repeats;

        Motion(ReplicationPlan plan, Record cell, long nowNanos) {
            this.plan = plan;
            shown = cell;
            newest = cell;
            settledNanos = nowNanos;
        }

        boolean isDue(long nowNanos) {
            return repeats > 0 || (!plan.settles() && nowNanos - sentNanos >= REMIND_NANOS);
        }

        void givenAt(long tick, Record value) {
            if (!ahead.isEmpty() && ahead.getLast().tick == tick) {
                ahead.removeLast();
            }
            ahead.addLast(new Given(tick, value));
        }

        /** Shows what was given up to a tick; answers whether that is anything new. */
        boolean showUntil(long lastTick) {
            boolean moved = false;
            while (!ahead.isEmpty() && ahead.getFirst().tick <= lastTick) {
                shown = ahead.removeFirst().value;
                moved = true;
            }
            return moved;
        }
    }
}
