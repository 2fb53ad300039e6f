package worldmesh.simulation;

import java.util.EnumSet;
import java.util.Set;
import worldmesh.simulation.gossip.GossipRun;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;

/** The overlay of a world: 20 to 10,000 peers on a planet of eight regions, 120 messages a second, peers that die. */
public final class GossipScenario implements Scenario {
    /** The name on the command line. */
    public static final String NAME = "gossip";

    /** What CI has the time for. */
    static final int DEFAULT_NODES = 20;

    private static final int MIN_NODES = 8;
    private static final int MAX_NODES = 20_000;

    private final int nodes;

    GossipScenario() {
        this(DEFAULT_NODES);
    }

    private GossipScenario(int nodes) {
        this.nodes = nodes;
    }

    @Override
    public Scenario sized(int wanted) {
        if (wanted < MIN_NODES || wanted > MAX_NODES) {
            throw new IllegalArgumentException(
                    "--nodes is " + wanted + ", must be within " + MIN_NODES + ".." + MAX_NODES + " for " + NAME);
        }
        return new GossipScenario(wanted);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String arguments() {
        return nodes == DEFAULT_NODES ? "" : " --nodes " + nodes;
    }

    @Override
    public Set<Plant> plants() {
        return EnumSet.of(Plant.NO_REPAIR, Plant.NO_PRUNE, Plant.FORGET_PASSIVE);
    }

    @Override
    public Set<Plant> plantsForCi() {
        return plants();
    }

    @Override
    public long lastSeedForCi() {
        return 6;
    }

    @Override
    public SeedOutcome run(long seed, Plant plant) {
        return GossipRun.run(seed, nodes, plant);
    }
}
