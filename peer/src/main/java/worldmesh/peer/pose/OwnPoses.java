package worldmesh.peer.pose;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The motion of this peer's own entities: what to stream now, and what to settle into its cell. Motion that stands is
 * forgotten once it is settled. Confined to the world's thread.
 */
public final class OwnPoses {
    /** 20 Hz: design §7. */
    public static final long STREAM_NANOS = 50_000_000;

    /** Rest after which a pose settles: design §7. */
    public static final long REST_NANOS = 500_000_000;

    /** The longest time a moving pose stays unsettled: design §7. */
    public static final long SETTLE_NANOS = 5_000_000_000L;

    /** Sends of an unchanged pose: a burst of losses must be this long to leave others behind until it settles. */
    private static final int REPEATS = 3;

    private final Map<PoseKey, Motion> motions = new TreeMap<>();
    private long nextStreamNanos = Long.MIN_VALUE;

    /** Moves an own entity. */
    public void move(PoseKey key, Record value, long nowNanos) {
        Motion motion = motions.computeIfAbsent(key, k -> new Motion(nowNanos));
        motion.value = value;
        motion.changedNanos = nowNanos;
        motion.unsettled = true;
        motion.repeats = REPEATS;
    }

    /** The pose of an own entity while it is not settled, or null. */
    public @Nullable Record current(PoseKey key) {
        Motion motion = motions.get(key);
        return motion == null ? null : motion.value;
    }

    /** Forgets a motion: its entity is gone or given away, or its cell was written directly. */
    public void forget(PoseKey key) {
        motions.remove(key);
    }

    /** What to stream now: empty between the beats. */
    public List<Pose> stream(long nowNanos) {
        if (nowNanos < nextStreamNanos) {
            return List.of();
        }
        boolean late = nowNanos - nextStreamNanos > STREAM_NANOS;
        nextStreamNanos = late ? nowNanos + STREAM_NANOS : nextStreamNanos + STREAM_NANOS;
        List<Pose> due = new ArrayList<>();
        motions.forEach((key, motion) -> {
            if (motion.repeats > 0) {
                motion.repeats--;
                due.add(new Pose(key, motion.value()));
            }
        });
        return due;
    }

    /** What to write into its cell now. */
    public List<Pose> settle(long nowNanos) {
        List<Pose> due = new ArrayList<>();
        for (Iterator<Map.Entry<PoseKey, Motion>> it = motions.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<PoseKey, Motion> entry = it.next();
            Motion motion = entry.getValue();
            boolean rests = nowNanos - motion.changedNanos >= REST_NANOS;
            boolean old = nowNanos - motion.settledNanos >= SETTLE_NANOS;
            if (motion.unsettled && (rests || old)) {
                motion.unsettled = false;
                motion.settledNanos = nowNanos;
                due.add(new Pose(entry.getKey(), motion.value()));
            }
            if (rests && motion.repeats == 0) {
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
                due.add(new Pose(key, motion.value()));
            }
        });
        motions.clear();
        return due;
    }

    /** One pose of one cell. */
    public record Pose(PoseKey key, Record value) {}

    private static final class Motion {
        private @Nullable Record value;
        private long changedNanos;
        private long settledNanos;
        private boolean unsettled;
        private int repeats;

        Motion(long nowNanos) {
            settledNanos = nowNanos;
        }

        Record value() {
            return java.util.Objects.requireNonNull(value);
        }
    }
}
