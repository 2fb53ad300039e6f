package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Takes a stroke at a tree. */
@CommandType("chop")
public record Chop(EntityId tree) {}
