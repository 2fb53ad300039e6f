package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** A tree; the wood in it is an account of its own. */
@Component("tree")
@Critical public record Tree(int x, int y) {}
