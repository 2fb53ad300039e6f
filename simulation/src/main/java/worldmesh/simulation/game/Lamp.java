package worldmesh.simulation.game;

import worldmesh.world.component.Component;
import worldmesh.world.component.EnableWins;

/** SHARED enable-wins flag. */
@Component("sim/lamp")
@EnableWins
public record Lamp(boolean lit) {}
