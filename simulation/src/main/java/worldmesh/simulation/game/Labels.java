package worldmesh.simulation.game;

import java.util.Set;
import worldmesh.world.component.AddWins;
import worldmesh.world.component.Component;

/** SHARED add-wins set. */
@Component("sim/labels")
@AddWins
public record Labels(Set<String> values) {}
