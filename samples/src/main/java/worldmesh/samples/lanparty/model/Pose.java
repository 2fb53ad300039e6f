package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;

/** Where a player stands, in metres from the origin; moved by its owner alone and streamed while it moves. */
@Component("pose")
@Owned
@Motion
public record Pose(
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float x,
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float y) {}
