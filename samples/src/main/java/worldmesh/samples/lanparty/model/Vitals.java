package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/**
 * A player's hit points, and the world time in milliseconds from which each kind of deed is allowed again.
 *
 * @param hitPoints 0 to {@value #FULL}
 * @param labourFrom next stroke with axe or pick
 * @param fightFrom next punch
 * @param restFrom next rest at the fire
 */
@Component("vitals")
@Critical public record Vitals(
        @Range(min = 0, max = Vitals.FULL) int hitPoints,
        @Range(min = 0) long labourFrom,
        @Range(min = 0) long fightFrom,
        @Range(min = 0) long restFrom) {
    /** The hit points of a player who is well. */
    public static final int FULL = 100;

    /** A new player: well and rested. */
    public static Vitals fresh() {
        return new Vitals(FULL, 0, 0, 0);
    }

    /** After a stroke. */
    public Vitals labouredUntil(long millis) {
        return new Vitals(hitPoints, millis, fightFrom, restFrom);
    }

    /** After a punch. */
    public Vitals foughtUntil(long millis) {
        return new Vitals(hitPoints, labourFrom, millis, restFrom);
    }

    /** With other hit points. */
    public Vitals withHitPoints(int points) {
        return new Vitals(points, labourFrom, fightFrom, restFrom);
    }

    /** After a rest. */
    public Vitals restedUntil(long millis) {
        return new Vitals(hitPoints, labourFrom, fightFrom, millis);
    }
}
