package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Account;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;

/** Gold in a purse, a vein or an offer; it moves by transfer and is never made after the world began. */
@Component("gold")
@Critical @Account
public record Gold(@Range(min = 0) long gold) {}
