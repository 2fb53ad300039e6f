package worldmesh.simulation.game;

import worldmesh.world.component.Account;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** CRITICAL account: a player's gold. */
@Component("sim/purse")
@Critical @Account
public record Purse(long gold) {}
