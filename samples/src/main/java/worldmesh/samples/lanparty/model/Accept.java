package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.entity.EntityId;

/** Accepts an offer: both sides change hands at once. */
@CommandType("accept")
public record Accept(EntityId trade) {}
