package worldmesh.simulation.game;

import worldmesh.world.component.CommandType;

/** Command of the founder: lays the veins, once. */
@CommandType("sim/genesis")
public record Genesis() {}
