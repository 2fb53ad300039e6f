package worldmesh.samples.hybrid.pond;

import worldmesh.world.component.CommandType;

/** A player pulls a fish out of the pond. */
@CommandType("fish")
public record Fish() {}
