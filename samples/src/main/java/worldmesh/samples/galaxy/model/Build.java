package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Range;

/** Puts up a base of the player's around a place. */
@CommandType("galaxy-build")
public record Build(
        @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double x,

        @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double y) {}
