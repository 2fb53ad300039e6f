package worldmesh.authority.scale;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Says how many nodes there should be if all are as busy as this one: {@code have} times the share in use, over the
 * share that is meant to be. More are wanted at once, fewer only when that has been enough for a while, and a
 * difference of a tenth is none; as the Horizontal Pod Autoscaler decides. Pure: told the time. Confined to its owner.
 */
public final class ScalingRule {
    /** Within this of its target a share is left alone, so that a border is not crossed again and again. */
    static final double TOLERANCE = 0.1;

    /** Fewer are wanted once no more were for so long: players come back after an evening's pause. */
    static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ScalingBounds bounds;
    private final ArrayDeque<Wish> wishes = new ArrayDeque<>();

    private record Wish(long atNanos, int nodes) {}

    /** Stays within {@code bounds}. */
    public ScalingRule(ScalingBounds bounds) {
        this.bounds = bounds;
    }

    /** How many nodes are wanted, where {@code have} are as busy as this one; asked now and then. */
    public int want(int have, Load load, long nowNanos) {
        double ratio = load.share() / bounds.target();
        boolean near = Math.abs(ratio - 1) <= TOLERANCE;
        int raw = near ? have : (int) Math.min(bounds.most(), Math.ceil(have * ratio));
        int wish = Math.max(bounds.least(), Math.min(bounds.most(), raw));
        while (!wishes.isEmpty() && wishes.peekLast().nodes <= wish) {
            wishes.removeLast(); // never again the most of a while
        }
        wishes.addLast(new Wish(nowNanos, wish));
        while (nowNanos - wishes.peekFirst().atNanos > CALM_NANOS) {
            wishes.removeFirst();
        }
        return wishes.peekFirst().nodes;
    }
}
