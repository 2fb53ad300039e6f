package worldmesh.samples.hybrid.pond;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** What a player caught; the authority alone counts it. */
@Component("basket")
@Critical public record Basket(long fish) {}
