package worldmesh.simulation.node;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.simulation.plant.Plant;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/**
 * What all machines of a simulation share.
 *
 * @param scheduler virtual time
 * @param network carries their datagrams
 * @param signatures makes and checks their signatures
 * @param host where the host is
 * @param receipts keeps every receipt that reaches a player, also when its machine dies
 * @param plant the planted bug
 * @param seed where all randomness comes from
 */
public record Surroundings(
        Scheduler scheduler,
        SimulatedNetwork network,
        SimulatedSignatures signatures,
        InetSocketAddress host,
        ReceiptSink receipts,
        Plant plant,
        long seed) {
    /** A generator of its own for a part of a machine, the same in every run of the seed. */
    SplittableRandom random(int machine, int incarnation, int part) {
        var root = new SplittableRandom(seed * 1_000_003 + machine * 8_191L + incarnation * 131L + part);
        return root.split();
    }
}
