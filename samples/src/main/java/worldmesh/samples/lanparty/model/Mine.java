package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Takes a stroke at a vein. */
@CommandType("mine")
public record Mine(EntityId vein) {}
