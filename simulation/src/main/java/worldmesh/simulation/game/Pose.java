package worldmesh.simulation.game;

import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;

/** OWNED motion: where a player stands. */
@Component("sim/pose")
@Owned
@Motion
public record Pose(
        @Quantized(0.01) float x, @Quantized(0.01) float y) {}
