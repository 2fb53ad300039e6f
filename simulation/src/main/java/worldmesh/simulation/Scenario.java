package worldmesh.simulation;

import java.util.Set;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/** One kind of simulated cluster. Stateless: several threads run different seeds of it. */
public interface Scenario {
    /** The name on the command line. */
    String name();

    /** The same with so many nodes, where their number can be chosen. */
    default Scenario sized(int nodes) {
        throw new IllegalArgumentException(
                "--nodes is " + nodes + ", must not be given for " + name() + ", whose seeds draw how many there are");
    }

    /** What the command that replays a seed needs besides its name, with a space in front. */
    default String arguments() {
        return "";
    }

    /** The bugs that may be planted in it. */
    Set<Plant> plants();

    /** Those of them that it finds within the first few seeds, so that CI has the time. */
    Set<Plant> plantsForCi();

    /** The last of the seeds that CI runs without a plant, if its time suffices. */
    long lastSeedForCi();

    /** Runs one seed to its end and checks every promise; the same seed gives the same outcome. */
    SeedOutcome run(long seed, Plant plant);
}
