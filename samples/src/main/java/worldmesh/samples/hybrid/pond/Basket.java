package worldmesh.samples.hybrid.pond;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/** What a player caught; the authority alone counts it. */
@Component("basket")
@Critical public record Basket(@Range(min = 0) long fish) {}
