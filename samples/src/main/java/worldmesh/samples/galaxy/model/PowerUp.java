package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Quantized;

/** Repairs the one unit that takes it. */
@Component("power-up")
@Critical public record PowerUp(
        @Quantized(0.01) double x, @Quantized(0.01) double y) {}
