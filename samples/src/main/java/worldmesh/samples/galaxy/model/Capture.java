package worldmesh.samples.galaxy.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** An own unit takes a deposit it stands at. */
@CommandType("galaxy-capture")
public record Capture(EntityId unit, EntityId deposit) {}
