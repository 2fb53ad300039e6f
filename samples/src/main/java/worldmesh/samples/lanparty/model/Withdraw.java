package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Takes the player's own offer back. */
@CommandType("withdraw")
public record Withdraw(EntityId trade) {}
