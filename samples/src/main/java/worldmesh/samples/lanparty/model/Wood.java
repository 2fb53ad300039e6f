package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Account;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/** Wood in a pack, a tree or an offer; it moves by transfer like gold. */
@Component("wood")
@Critical @Account
public record Wood(@Range(min = 0) long wood) {}
