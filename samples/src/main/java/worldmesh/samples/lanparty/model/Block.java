package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Range;

/** A block that anybody may place and take away; the colour is an index into the palette. */
@Component("block")
public record Block(
        @Range(min = -1e6, max = 1e6) int x,
        @Range(min = -1e6, max = 1e6) int y,
        @Range(min = 0, max = 255) int colour) {}
