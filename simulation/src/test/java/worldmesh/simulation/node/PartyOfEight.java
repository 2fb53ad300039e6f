package worldmesh.simulation.node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import worldmesh.mesh.membership.View;
import worldmesh.mesh.membership.WatchRing;
import worldmesh.peer.core.CommandListener;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.game.Player;
import worldmesh.simulation.plant.Plant;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.membership.PartyTimes;
import worldmesh.testkit.membership.SimulatedParties;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.replica.Replica;

/** Eight whole programs at one party in virtual time, each with 60 turns a second. */
final class PartyOfEight {
    static final int MEMBERS = 8;

    private static final long MILLI = 1_000_000;
    private static final long TURN_NANOS = 16 * MILLI;
    private static final int STEP_MILLIS = 10;
    private static final int STEPS_PER_ACT = 10;

    final List<SimProcess> party = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler();
    private final SplittableRandom random = new SplittableRandom(1);
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final SimulatedNetwork network = new SimulatedNetwork(scheduler, random.split());
    private final List<Machine> machines = new ArrayList<>();
    private int steps;
    private final List<Player> players = new ArrayList<>();

    /** They meet, and leave the watch over each other to their neighbours. */
    PartyOfEight() {
        List<InetSocketAddress> seeds = IntStream.range(0, MEMBERS)
                .mapToObj(i -> new InetSocketAddress("10.0.0." + (i + 1), 7_777))
                .toList();
        var parties = new SimulatedParties(
                scheduler, (a, b) -> network.reaches(address(a), address(b)), PartyTimes.lan(), MEMBERS);
        var around = new Surroundings(
                scheduler,
                network,
                signatures,
                seeds,
                parties,
                (command, receipt) -> {},
                (machine, event) -> {},
                (from, to, message) -> {},
                new CutEntries(4_096),
                1,
                Plant.NONE,
                1);
        for (int i = 0; i < MEMBERS; i++) {
            var disk = new SimulatedDisk(scheduler, random.split(), MILLI, MILLI);
            machines.add(new Machine(i, seeds.get(i), signatures.signer(i), disk, scheduler.clock(0)));
        }
        for (Machine machine : machines) {
            enter(machine, new SimProcess(machine, around, 1, Program.honest()));
        }
        run(2_000);
        leaveWatch();
    }

    private void enter(Machine machine, SimProcess process) {
        party.add(process);
        players.add(new Player(
                process.world(),
                command -> process.submit(command, CommandListener.NONE),
                random.split(),
                machine.index() == 0));
        turns(process);
    }

    private InetSocketAddress address(PeerId peer) {
        return machines.stream()
                .filter(machine -> machine.signer().peer().equals(peer))
                .findFirst()
                .orElseThrow()
                .address();
    }

    private void turns(SimProcess process) {
        scheduler.after(TURN_NANOS, () -> {
            process.turn();
            turns(process);
        });
    }

    private void leaveWatch() {
        List<PeerId> members = IntStream.range(0, MEMBERS).mapToObj(this::id).toList();
        View view = new View(1, id(0), members);
        for (int i = 0; i < MEMBERS; i++) {
            SimMesh mesh = mesh(i);
            WatchRing.leftToOthers(view, id(i), peer -> true).forEach(peer -> mesh.calm(peer, true));
        }
    }

    long nowMillis() {
        return scheduler.nowNanos() / MILLI;
    }

    void run(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + millis * MILLI);
    }

    /** All of them play for so long, or until it is so. */
    void play(long millis, BooleanSupplier enough) {
        long end = nowMillis() + millis;
        while (nowMillis() < end && !enough.getAsBoolean()) {
            if (steps++ % STEPS_PER_ACT == 0) {
                players.forEach(Player::act);
            }
            run(STEP_MILLIS);
        }
    }

    PeerId id(int member) {
        return machines.get(member).signer().peer();
    }

    SimMesh mesh(int member) {
        return (SimMesh) party.get(member).mesh();
    }

    /** What left over the links of a member. */
    long datagramsSent(int member) {
        return IntStream.range(0, MEMBERS)
                .filter(other -> other != member)
                .mapToLong(other -> mesh(member).stats(id(other)).datagramsSent())
                .sum();
    }

    /** Edits that a member was sent, copies included. */
    long batchesReceived(int member) {
        return party.get(member).session().stats().batchesReceived();
    }

    /** Edits that a member lacks and another one has, those of the authority among them. */
    long batchesLacking(int member, int other) {
        Replica here = party.get(member).world().replica();
        Replica there = party.get(other).world().replica();
        return there.sectors().stream()
                .mapToLong(sector -> there.vector(sector).entries().entrySet().stream()
                        .mapToLong(last -> Math.max(
                                0, last.getValue() - here.vector(sector).last(last.getKey())))
                        .sum())
                .sum();
    }

    /** Takes a member's cable out, or puts it back, which its machine notices. */
    void plug(int member, boolean in) {
        network.assignSide(machines.get(member).address(), in ? 0 : 1);
        if (in) {
            mesh(member).networkBack();
        }
    }

    AuthorityStatus status(int member) {
        AuthorityStatus status = party.get(member).session().party().status();
        if (status == null) {
            throw new IllegalStateException("member " + member + " takes no part");
        }
        return status;
    }

    /** True if all are on one roster under one holder, and linked to all. */
    boolean isWhole() {
        return IntStream.range(0, MEMBERS).allMatch(i -> {
            AuthorityStatus status = status(i);
            boolean seated =
                    status.role() == AuthorityStatus.Role.HOLDER || status.role() == AuthorityStatus.Role.FOLLOWER;
            return seated
                    && status.roster().size() == MEMBERS
                    && status.epoch() == status(0).epoch()
                    && party.get(i).session().peers().size() == MEMBERS;
        });
    }
}
