package worldmesh.simulation.crdt;

import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/** Runs one seed of replicas alone. */
public final class CrdtSeed {
    private CrdtSeed() {}

    /** Plays the seed to its end and checks every promise; the same seed gives the same outcome. */
    public static SeedOutcome run(long seed, Plant plant) {
        return new CrdtRun(seed, plant).run();
    }
}
