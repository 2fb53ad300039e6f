package worldmesh.simulation.schema;

import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Width;

/** The plant: the same bytes as a {@link Crate} to a boundary that forgot what was declared. */
@Component("crate")
@Owned
@Motion
record LooseCrate(
        byte floor,
        short shelf,
        int weight,
        long since,
        @Width(2) int stock,
        float tilt,
        double worn,
        @Quantized(0.01) double x,
        @Quantized(0.25) float y,
        String label,
        Crate.Colour colour) {}
