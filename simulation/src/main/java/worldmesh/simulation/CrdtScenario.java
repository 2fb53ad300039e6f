package worldmesh.simulation;

import java.util.EnumSet;
import java.util.Set;
import worldmesh.simulation.crdt.CrdtSeed;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/**
 * Three to sixteen replicas of a world and nothing else: no session, no authority. Datagrams are lost, repeated and
 * overtaken, members part, leave, crash and follow some sectors only, clocks are a day wrong, one member cheats.
 */
public final class CrdtScenario implements Scenario {
    /** The name on the command line. */
    public static final String NAME = "crdt";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Plant> plants() {
        return EnumSet.range(Plant.MERGE_BY_ARRIVAL, Plant.REUSE_DOT);
    }

    @Override
    public Set<Plant> plantsForCi() {
        return plants();
    }

    @Override
    public long lastSeedForCi() {
        return 200;
    }

    @Override
    public SeedOutcome run(long seed, Plant plant) {
        return CrdtSeed.run(seed, plant);
    }
}
