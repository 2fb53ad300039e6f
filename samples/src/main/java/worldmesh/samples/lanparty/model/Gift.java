package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Range;
import worldmesh.world.entity.EntityId;

/** Gives something to another player. */
@CommandType("gift")
public record Gift(
        EntityId to, Asset asset, @Range(min = 0, max = 1e9) long amount) {}
