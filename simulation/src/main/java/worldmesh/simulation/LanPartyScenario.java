package worldmesh.simulation;

import java.util.EnumSet;
import java.util.Set;
import worldmesh.simulation.fault.PartyCourse;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/**
 * Two to sixteen machines are a party that holds the authority together: holders crash and stall, the party parts, all
 * are gone at once, newcomers come at bad moments, players leave and are thrown out, holders cheat.
 */
public final class LanPartyScenario implements Scenario {
    /** The name on the command line. */
    public static final String NAME = "lan-party";

    /** As many of these as fit into the time of CI. */
    private static final long CI_LAST_SEED = 60;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Plant> plants() {
        return EnumSet.range(Plant.STALE_EPOCH, Plant.FORGED_COMMANDS);
    }

    @Override
    public Set<Plant> plantsForCi() {
        return plants();
    }

    @Override
    public long lastSeedForCi() {
        return CI_LAST_SEED;
    }

    @Override
    public SeedOutcome run(long seed, Plant plant) {
        return new LanPartyRun(seed, plant, course(plant)).run();
    }

    /** What shows only in few seeds is put where it happens in each: a party that keeps the rule survives that too. */
    private static PartyCourse course(Plant plant) {
        if (plant == Plant.STALE_EPOCH) {
            return PartyCourse.RIVALS;
        }
        if (plant == Plant.SKIP_RULES_AUDIT) {
            return PartyCourse.COINER;
        }
        return plant == Plant.FORGED_COMMANDS ? PartyCourse.IMPERSONATOR : PartyCourse.ANY;
    }
}
