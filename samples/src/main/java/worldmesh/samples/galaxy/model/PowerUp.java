package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;

/** Repairs the one unit that takes it. */
@Component("power-up")
@Critical public record PowerUp(
        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double x,

        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double y) {}
