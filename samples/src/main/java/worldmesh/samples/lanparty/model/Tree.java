package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/** A tree; the wood in it is an account of its own. */
@Component("tree")
@Critical public record Tree(
        @Range(min = -1e6, max = 1e6) int x,
        @Range(min = -1e6, max = 1e6) int y) {}
