package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;

/** Puts up a base of the player's around a place. */
@CommandType("galaxy-build")
public record Build(double x, double y) {}
