package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/** A gold vein; the gold in it is an account of its own. */
@Component("vein")
@Critical public record Vein(
        @Range(min = -1e6, max = 1e6) int x,
        @Range(min = -1e6, max = 1e6) int y) {}
