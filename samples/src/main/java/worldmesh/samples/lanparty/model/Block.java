package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;

/** A block that anybody may place and take away; the colour is an index into the palette. */
@Component("block")
public record Block(int x, int y, int colour) {}
