package worldmesh.simulation;

import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/** One kind of simulated cluster. Stateless: several threads run different seeds of it. */
public interface Scenario {
    /** The name on the command line. */
    String name();

    /** Runs one seed to its end and checks every promise; the same seed gives the same outcome. */
    SeedOutcome run(long seed, Plant plant);
}
