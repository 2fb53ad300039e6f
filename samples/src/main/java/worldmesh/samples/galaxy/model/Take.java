package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** An own unit takes a power-up it stands at. */
@CommandType("galaxy-take")
public record Take(EntityId unit, EntityId powerUp) {}
