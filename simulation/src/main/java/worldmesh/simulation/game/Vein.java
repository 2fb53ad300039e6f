package worldmesh.simulation.game;

import worldmesh.world.component.Account;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;

/** CRITICAL account: the gold in the ground. */
@Component("sim/vein")
@Critical @Account
public record Vein(long gold) {}
