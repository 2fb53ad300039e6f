package worldmesh.samples.lanparty.play;

import java.util.function.Consumer;
import worldmesh.peer.Entity;
import worldmesh.peer.View;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Vitals;

/**
 * Brings the player's confirmed footing after its pose: twice a second while it walks and once it stands, never more
 * than two steps a second for long. Confined to the game's thread.
 */
final class Tread {
    /** Between two steps of a walk: twice a second, design §8. */
    static final float STRIDE_SECONDS = 0.5f;

    /** One for the walk and one for the stop, so that a deed on arrival waits for nothing. */
    private static final float STEPS_MAX = 2;

    /** While steps stay unanswered it walks on with fewer: an unreachable authority is not buried in them. */
    private static final float UNANSWERED_SECONDS = 2;

    /** Nearer than this the footing is where the player is; far less than any reach. */
    private static final double NEAR_METRES = 0.05;

    private final Consumer<Record> submit;
    private float steps = STEPS_MAX;
    private float sinceStep = UNANSWERED_SECONDS;

    Tread(Consumer<Record> submit) {
        this.submit = submit;
    }

    void pass(float seconds) {
        steps = Math.min(STEPS_MAX, steps + seconds / STRIDE_SECONDS);
        sinceStep = Math.min(UNANSWERED_SECONDS, sinceStep + seconds);
    }

    /** Takes a step if one is due; answers whether the footing, as far as asked for, is where the player is. */
    boolean follow(Entity body, Pose to, boolean moving, long worldMillis) {
        Footing footing = body.get(Footing.class, View.PENDING);
        if (footing == null || body.get(Vitals.class, View.CONFIRMED) == null) {
            return true;
        }
        if (footing.distanceTo(to.x(), to.y()) <= NEAR_METRES) {
            return true;
        }
        float pause = !moving ? 0 : body.isPending(Footing.class) ? UNANSWERED_SECONDS : STRIDE_SECONDS;
        if (steps >= 1 && sinceStep >= pause) {
            steps--;
            sinceStep = 0;
            submit.accept(footing.towards(to.x(), to.y(), worldMillis));
            Footing after = body.get(Footing.class, View.PENDING);
            return after != null && after.distanceTo(to.x(), to.y()) <= NEAR_METRES;
        }
        return false;
    }
}
