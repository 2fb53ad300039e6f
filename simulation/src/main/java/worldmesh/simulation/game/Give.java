package worldmesh.simulation.game;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Command: moves gold from the player's purse to another. */
@CommandType("sim/give")
public record Give(EntityId from, EntityId to, long gold) {}
