package worldmesh.simulation.game;

import worldmesh.world.component.Component;
import worldmesh.world.component.Owned;

/** OWNED: the name its owner wrote last; others who write it are cheats. */
@Component("sim/tag")
@Owned
public record Tag(String text) {}
