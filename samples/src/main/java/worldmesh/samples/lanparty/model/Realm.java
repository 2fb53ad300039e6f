package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** What the whole island is made from; one entity of a world has it. */
@Component("realm")
@Critical public record Realm(long seed) {}
