package worldmesh.peer.pose;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Takes predictions back one cell per update, however many commands fell at once: what is right may go on moving
 * meanwhile and is shown that much further. A correction of a cell or less is right at once, and one of many cells
 * steps as far as it must to be over in {@link Corrections#DECAY_MILLIS}. Confined to the world's thread.
 */
public final class StepsBack {
    /** Cells under way back; further ones are right at once. */
    static final int CELLS_MAX = 4_096;

    /** Less than any game sees. */
    private static final double NOTHING = 1e-6;

    private final Map<PoseKey, Way> ways = new TreeMap<>();
    private final Map<Class<? extends Record>, NumberFields> fields = new LinkedHashMap<>();
    private long nowMillis;
    private double stepMillis;
    private long updates;

    /** A cell shown as {@code shown} until now has another right value. */
    public void begin(PoseKey key, Record shown, Record right) {
        NumberFields numbers = fields(shown.getClass());
        Way before = ways.remove(key);
        Way way = new Way(numbers.between(right, shown), numbers.cell(), nowMillis);
        if (before == null || before.steppedAt != updates) {
            way.step(updates, stepMillis);
        } else {
            way.steppedAt = updates;
        }
        if (way.left() > NOTHING && ways.size() < CELLS_MAX) {
            ways.put(key, way);
        }
    }

    /** What to show of a cell whose right value is {@code right}. */
    public Record shown(PoseKey key, Record right) {
        Way way = ways.get(key);
        return way == null ? right : fields(right.getClass()).plus(right, way.back);
    }

    /** Another update: every way gets shorter; names the cells that are shown differently now. */
    public void advance(long millis, Consumer<PoseKey> moved) {
        updates++;
        stepMillis = (double) Math.max(0, millis - nowMillis);
        nowMillis = millis;
        for (Iterator<Map.Entry<PoseKey, Way>> it = ways.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<PoseKey, Way> entry = it.next();
            Way way = entry.getValue();
            way.step(updates, stepMillis);
            if (way.left() <= NOTHING || millis - way.sinceMillis >= Corrections.DECAY_MILLIS) {
                it.remove();
            }
            moved.accept(entry.getKey());
        }
    }

    /** True if no cell is under way back. */
    public boolean isEmpty() {
        return ways.isEmpty();
    }

    /** Forgets a cell: its entity is gone. */
    public void forget(PoseKey key) {
        ways.remove(key);
    }

    private NumberFields fields(Class<? extends Record> type) {
        return fields.computeIfAbsent(type, NumberFields::new);
    }

    /** How far a cell is shown from where it is right. */
    private static final class Way {
        private final double[] back;
        private final double cell;
        private final double whole;
        private final long sinceMillis;
        private long steppedAt;

        Way(double[] back, double cell, long sinceMillis) {
            this.back = back;
            this.cell = cell;
            this.sinceMillis = sinceMillis;
            this.whole = left();
        }

        double left() {
            double sum = 0;
            for (double part : back) {
                sum += Math.abs(part);
            }
            return sum;
        }

        /** One cell, or what the time asks for; one number after the other, so that whole numbers stay whole. */
        void step(long update, double elapsedMillis) {
            steppedAt = update;
            double due = Math.max(cell, whole * elapsedMillis / Corrections.DECAY_MILLIS);
            for (int i = 0; i < back.length; i++) {
                double part = Math.min(due, Math.abs(back[i]));
                back[i] -= Math.copySign(part, back[i]);
                due -= part;
            }
        }
    }
}
