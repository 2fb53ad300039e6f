package worldmesh.simulation.schema;

import worldmesh.world.component.Component;
import worldmesh.world.component.Length;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;
import worldmesh.world.component.Width;

/** A component with a declared limit on every type of field that takes one. */
@Component("crate")
@Owned
@Motion
public record Crate(
        @Range(min = -3, max = 9) byte floor,
        @Range(min = 0, max = 300) short shelf,
        @Range(min = -1_000, max = 1_000) int weight,
        @Range(min = 0, max = 1e12) long since,
        @Width(2) @Range(max = 500) int stock,
        @Range(min = -2.5, max = 2.5) float tilt,
        @Range(min = 0, max = 1) double worn,
        @Quantized(0.01) @Range(min = -50, max = 50) double x,
        @Quantized(0.25) @Range(min = -8, max = 8) float y,
        @Length(max = 12) String label,
        Colour colour) {

    /** What crates are painted in. */
    public enum Colour {
        /** Fresh. */
        RED,
        /** Old. */
        GREY
    }
}
