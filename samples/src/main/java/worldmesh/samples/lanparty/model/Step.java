package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Quantized;

/** Asks the authority to see the player at a point it has walked to. */
@CommandType("step")
public record Step(
        @Quantized(0.01) float x, @Quantized(0.01) float y) {}
