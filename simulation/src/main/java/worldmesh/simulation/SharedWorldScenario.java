package worldmesh.simulation;

import java.util.EnumSet;
import java.util.Set;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/**
 * Two to eight machines share a world: one hosts, the others join; people walk, paint, label, give and trade, one of
 * them cheats; datagrams are lost, repeated and overtaken, the party parts, machines crash, disks fail and stall,
 * clocks are a day apart.
 */
public final class SharedWorldScenario implements Scenario {
    /** The name on the command line. */
    public static final String NAME = "shared-world";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Plant> plants() {
        return EnumSet.range(Plant.ACK_BEFORE_SYNC, Plant.ACCEPT_FOREIGN_OWNER);
    }

    @Override
    public Set<Plant> plantsForCi() {
        return plants();
    }

    @Override
    public long lastSeedForCi() {
        return SimOptions.DEFAULT_LAST_SEED;
    }

    @Override
    public SeedOutcome run(long seed, Plant plant) {
        return new SharedWorldRun(seed, plant).run();
    }
}
