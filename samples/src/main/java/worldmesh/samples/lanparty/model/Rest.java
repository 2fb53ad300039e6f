package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;

/** Rests at the fire to get well. */
@CommandType("rest")
public record Rest() {}
