package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** An own unit shoots at a unit or a part of a base. */
@CommandType("galaxy-fire")
public record Fire(EntityId unit, EntityId target) {}
