package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;

/** Lets the war begin: deposits, power-ups, the counts. Once for a world. */
@CommandType("galaxy-found")
public record Found() {}
