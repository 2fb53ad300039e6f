package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Gives an own unit a hull. */
@CommandType("galaxy-enlist")
public record Enlist(EntityId unit) {}
