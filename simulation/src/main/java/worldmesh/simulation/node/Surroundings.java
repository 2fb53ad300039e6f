package worldmesh.simulation.node;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Event;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.simulation.plant.PartyEar;
import worldmesh.simulation.plant.Plant;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.membership.SimulatedParties;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/**
 * What all machines of a simulation share.
 *
 * @param scheduler virtual time
 * @param network carries their datagrams
 * @param signatures makes and checks their signatures
 * @param seeds where joiners look for others
 * @param parties the party whose members hold the authority together, null if machine 0 holds it alone
 * @param receipts keeps every receipt that reaches a player, also when its machine dies
 * @param news hears what each machine tells its player
 * @param ear hears what members of the party send
 * @param cut how much of its log a machine keeps, and what was cut off
 * @param turnsPerAct how many turns a player takes to do one thing
 * @param plant the planted bug
 * @param seed where all randomness comes from
 */
public record Surroundings(
        Scheduler scheduler,
        SimulatedNetwork network,
        SimulatedSignatures signatures,
        List<InetSocketAddress> seeds,
        @Nullable SimulatedParties parties,
        ReceiptSink receipts,
        BiConsumer<Machine, Event> news,
        PartyEar ear,
        CutEntries cut,
        int turnsPerAct,
        Plant plant,
        long seed) {
    /** Copies the list. */
    public Surroundings {
        seeds = List.copyOf(seeds);
    }

    /** A generator of its own for a part of a machine, the same in every run of the seed. */
    SplittableRandom random(int machine, int incarnation, int part) {
        var root = new SplittableRandom(seed * 1_000_003 + machine * 8_191L + incarnation * 131L + part);
        return root.split();
    }
}
