package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/**
 * What a unit withstands, as the authority decides it.
 *
 * @param health 0 for a wreck
 * @param readyAt world time from which it may shoot again
 * @param foughtAt world time at which it shot or was hit last; 0 for never
 * @param attackers who hit it since it was whole, as {@code Participants} writes them
 * @param deaths how often it was destroyed
 */
@Component("hull")
@Critical public record Hull(
        @Range(min = 0, max = Hull.FULL) int health,
        @Range(min = 0) long readyAt,
        @Range(min = 0) long foughtAt,
        String attackers,
        @Range(min = 0) long deaths) {
    /** Of a whole unit. */
    public static final int FULL = 100;

    /** A whole hull. */
    public static Hull fresh() {
        return new Hull(FULL, 0, 0, "", 0);
    }

    /** True if it is destroyed. */
    public boolean wrecked() {
        return health <= 0;
    }

    /** After its own shot. */
    public Hull shot(long now, long ready) {
        return new Hull(health, ready, now, attackers, deaths);
    }

    /** After a hit. */
    public Hull hit(int damage, long now, String by) {
        int left = Math.max(0, health - damage);
        return new Hull(left, readyAt, now, by, deaths + (left == 0 ? 1 : 0));
    }

    /** After a repair, also of a wreck. */
    public Hull repaired() {
        return new Hull(FULL, readyAt, foughtAt, "", deaths);
    }
}
