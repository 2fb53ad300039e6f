package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;

/** Asks the authority to see the player at a point it has walked to. */
@CommandType("step")
public record Step(
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float x,
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float y) {}
