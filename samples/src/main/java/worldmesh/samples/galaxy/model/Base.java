package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/**
 * A player's base. It stands as long as one of its parts does.
 *
 * @param number names it to its parts
 * @param parts how many stand
 * @param attackers who hit any of them, as {@code Participants} writes them
 */
@Component("base")
@Critical public record Base(
        @Range(min = 0) long number,
        @Range(min = 0, max = Base.PARTS) int parts,
        String attackers) {
    /** Parts of a new base. */
    public static final int PARTS = 3;
}
