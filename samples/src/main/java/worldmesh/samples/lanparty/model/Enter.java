package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Enters the game with an avatar the player owns. */
@CommandType("enter")
public record Enter(EntityId avatar) {}
