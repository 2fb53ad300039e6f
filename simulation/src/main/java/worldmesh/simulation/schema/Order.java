package worldmesh.simulation.schema;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Length;
import worldmesh.world.component.Range;
import worldmesh.world.entity.EntityId;

/** A command with limits. */
@CommandType("crate-order")
public record Order(
        EntityId crate,
        @Range(min = 1, max = 99) int count,
        @Length(min = 1, max = 20) String by) {}
