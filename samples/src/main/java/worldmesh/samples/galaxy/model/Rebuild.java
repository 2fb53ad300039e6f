package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Gives an own wreck a whole hull again. */
@CommandType("galaxy-rebuild")
public record Rebuild(EntityId unit) {}
