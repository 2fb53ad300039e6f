package worldmesh.peer.pose;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lets the error of a prediction decay in the drawn view: what was drawn when a cell was corrected is blended into what
 * is right, which may go on moving meanwhile. Only components with floating-point fields are blended, and those that
 * are {@link worldmesh.world.component.Blended}; all others are right at once. Confined to the world's thread.
 */
public final class Corrections {
    /** The checklist allows 200 ms; one frame at 20 Hz is kept in hand. */
    public static final long DECAY_MILLIS = 150;

    /** Cells that decay at once; further ones are right at once. */
    static final int CELLS_MAX = 4_096;

    private final Map<PoseKey, Correction> running = new TreeMap<>();
    private final Map<Class<? extends Record>, Blend> blends = new LinkedHashMap<>();
    private long nowMillis;

    /** True if values of this type decay. */
    public boolean blends(Class<? extends Record> type) {
        return blend(type).isContinuous();
    }

    /** A cell drawn as {@code shown} until now has another value now. */
    public void begin(PoseKey key, Record shown) {
        if (blends(shown.getClass()) && (running.size() < CELLS_MAX || running.containsKey(key))) {
            running.put(key, new Correction(shown, nowMillis));
        }
    }

    /** What to draw of a cell whose right value is {@code right}. */
    public Record drawn(PoseKey key, Record right) {
        Correction correction = running.get(key);
        if (correction == null) {
            return right;
        }
        double share = (double) (nowMillis - correction.sinceMillis) / DECAY_MILLIS;
        return blend(right.getClass()).at(correction.shown, right, Math.min(1, Math.max(0, share)));
    }

    /** True if no cell decays. */
    public boolean isEmpty() {
        return running.isEmpty();
    }

    /** Moves on to {@code millis}; names the cells whose drawn value may have changed. */
    public void advance(long millis, Consumer<PoseKey> moved) {
        nowMillis = millis;
        for (Iterator<Map.Entry<PoseKey, Correction>> it = running.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<PoseKey, Correction> entry = it.next();
            if (millis - entry.getValue().sinceMillis >= DECAY_MILLIS) {
                it.remove();
            }
            moved.accept(entry.getKey());
        }
    }

    /** Forgets a cell: its entity is gone. */
    public void forget(PoseKey key) {
        running.remove(key);
    }

    private Blend blend(Class<? extends Record> type) {
        return blends.computeIfAbsent(type, Blend::new);
    }

    private record Correction(Record shown, long sinceMillis) {}
}
