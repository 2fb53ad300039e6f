package worldmesh.peer.pose;

import org.jspecify.annotations.Nullable;

/**
 * The latest poses of one motion component, by the time its owner gave them: a bounded ring that interpolation and
 * rewinding read. Out of order and repeated samples are dropped.
 */
final class PoseTrack {
    /** Three seconds at 20 Hz and a settled cell now and then: rewinding reaches back two. */
    static final int SAMPLES_MAX = 64;

    /** The rate that the number of samples is made for; faster streams keep more. */
    private static final int SAMPLES_RATE = 20;

    /** One lost or late pose leaves no gap if the track is drawn one period and this behind. */
    private static final long MARGIN_MILLIS = 50;

    /** How much faster than real time a track runs that fell behind for want of poses: it hurries, it does not jump. */
    private static final double HURRY = 1.0;

    /** A track that fell behind further starts anew where it should be: nobody wants to watch a second of hurry. */
    private static final long BEHIND_MAX_MILLIS = 1_000;

    private final Blend blend;
    private final long leastDelayMillis;
    private final Record[] values;
    private final long[] millis;
    private int size;
    private int next;
    private double playMillis = Double.NEGATIVE_INFINITY;

    /** A track of poses that come {@code rate} times a second. */
    PoseTrack(Blend blend, int rate) {
        this.blend = blend;
        this.leastDelayMillis = 1_000 / rate + MARGIN_MILLIS;
        int samples = SAMPLES_MAX * Math.max(1, (rate + SAMPLES_RATE - 1) / SAMPLES_RATE);
        this.values = new Record[samples];
        this.millis = new long[samples];
    }

    /** How far behind it is drawn at least, for the time between its poses. */
    long leastDelayMillis() {
        return leastDelayMillis;
    }

    /** Takes a sample; answers whether it is newer than all others. */
    boolean add(long atMillis, Record value) {
        if (size > 0 && atMillis <= newestMillis()) {
            return false;
        }
        values[next] = value;
        millis[next] = atMillis;
        next = (next + 1) % values.length;
        size = Math.min(size + 1, values.length);
        return true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long newestMillis() {
        return millis[slot(size - 1)];
    }

    Record newest() {
        return values[slot(size - 1)];
    }

    /** Moves the drawn time on towards {@code targetMillis}: never back, never past the newest pose. */
    void play(double targetMillis, double elapsedMillis) {
        double newest = size == 0 ? targetMillis : newestMillis();
        boolean anew = targetMillis - playMillis > BEHIND_MAX_MILLIS;
        double step = anew ? targetMillis : Math.min(targetMillis, playMillis + elapsedMillis * (1 + HURRY));
        playMillis = Math.max(playMillis, Math.min(newest, step));
    }

    /** The pose drawn {@code millisAgo} ago, or null if that is unknown. */
    @Nullable Record drawn(long millisAgo) {
        return at(Math.round(playMillis) - millisAgo);
    }

    /** The pose at {@code atMillis}: between samples blended, past the newest held, before the oldest null. */
    @Nullable Record at(long atMillis) {
        if (size == 0 || atMillis < millis[slot(0)]) {
            return null;
        }
        int after = size - 1;
        if (atMillis >= millis[slot(after)]) {
            return values[slot(after)];
        }
        while (millis[slot(after - 1)] > atMillis) {
            after--;
        }
        int from = slot(after - 1);
        int to = slot(after);
        double share = (double) (atMillis - millis[from]) / (millis[to] - millis[from]);
        return share == 0 ? values[from] : blend.at(values[from], values[to], share);
    }

    private int slot(int index) {
        return Math.floorMod(next - size + index, values.length);
    }
}
