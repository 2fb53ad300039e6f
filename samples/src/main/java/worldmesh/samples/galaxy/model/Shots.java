package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;

/** Statistics of all players: shots asked for. */
@Component("shots")
@Counter
public record Shots(long count) {}
