package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Tiles;
import worldmesh.world.space.Grid;

/** Ground that everybody may change at once: of each tile the last writer wins, all others are kept. */
@Component("terrain")
@Tiles
public record Terrain(Grid tiles) {}
