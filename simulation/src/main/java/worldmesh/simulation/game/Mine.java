package worldmesh.simulation.game;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Command: moves gold from a vein to the player's purse. */
@CommandType("sim/mine")
public record Mine(EntityId vein, EntityId purse, long gold) {}
