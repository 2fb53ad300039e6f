package worldmesh.simulation.game;

import worldmesh.world.component.CommandType;

/** Command: gives the player a purse if it has none. */
@CommandType("sim/arrive")
public record Arrive() {}
