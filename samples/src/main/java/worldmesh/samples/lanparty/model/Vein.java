package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** A gold vein; the gold in it is an account of its own. */
@Component("vein")
@Critical public record Vein(int x, int y) {}
