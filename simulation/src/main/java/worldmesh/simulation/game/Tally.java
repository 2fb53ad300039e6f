package worldmesh.simulation.game;

import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;

/** SHARED counter. */
@Component("sim/tally")
@Counter
public record Tally(long count) {}
