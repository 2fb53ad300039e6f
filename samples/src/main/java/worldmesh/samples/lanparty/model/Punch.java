package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Hits another player. */
@CommandType("punch")
public record Punch(EntityId avatar) {}
