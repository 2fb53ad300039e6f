package worldmesh.simulation;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.fault.PartyCourse;
import worldmesh.simulation.fault.PartyPlan;
import worldmesh.simulation.node.SimNode;
import worldmesh.simulation.node.Surroundings;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Violation;
import worldmesh.testkit.membership.PartyTimes;
import worldmesh.testkit.membership.SimulatedParties;

/**
 * One seed of the party: people play while things go wrong, then as long as it takes until enough was acknowledged,
 * then the party parts a last time; it meets again when nobody plays any more, and everything is compared.
 */
final class LanPartyRun {
    private static final long MILLI = 1_000_000;
    private static final long PLAY_NANOS = 14_000 * MILLI;
    private static final long LAST_SPLIT_NANOS = 2_500 * MILLI;
    private static final long STEP_NANOS = 500 * MILLI;

    /** Acknowledged commands that every seed has to have. */
    private static final int ACKED_WANTED = 110;

    /** Who did not get so much done in this time never will. */
    private static final int MORE_STEPS_MAX = 60;

    /** Who is not equal by then never will be; equal for as long as two reports of vectors take. */
    private static final Cluster.Looks LOOKS = new Cluster.Looks(100 * MILLI, 25, 40_000 * MILLI);

    /** The things done in a second by all players together do not grow beyond those of so many. */
    private static final int BUSY_PLAYERS = 4;

    /** Half of the seeds keep so little of the log that who comes back is often behind the cut. */
    private static final int CUT_EARLY = 16;

    private static final int CUT_LATE = 4_096;

    /** A cheat is watched for so long; then it goes home. */
    private static final long CHEAT_NANOS = 5_500 * MILLI;

    /** A liar that was caught goes home after this. */
    private static final long HOME_NANOS = 1_000 * MILLI;

    private final Cluster cluster;
    private final PartyPlan plan;
    private final PartyNews news = new PartyNews();
    private final PartyWatch watch;
    private final SplittableRandom random;
    private final TreeMap<String, Long> figures = new TreeMap<>();

    /** From the heal until all had the same world and the same holder for good; cuts may still follow. */
    private long healNanos = LOOKS.everyNanos();

    /** True if the party was not whole, or lost somebody, while it healed. */
    private boolean disturbed;

    LanPartyRun(long seed, Plant plant, PartyCourse course) {
        this.random = new SplittableRandom(seed);
        this.cluster = new Cluster(seed, random, seed % 2 == 0 ? CUT_EARLY : CUT_LATE);
        int count = course.nodes(random);
        this.plan = course.plan(random.split(), count, PLAY_NANOS);
        this.watch = new PartyWatch(cluster.scheduler, cluster.faults::onPromise, cluster.faults::onLead);
        var parties = new SimulatedParties(cluster.scheduler, this::reaches, PartyTimes.lan(), PartyCourse.NODES_MAX);
        var around = new Surroundings(
                cluster.scheduler,
                cluster.network,
                cluster.signatures,
                IntStream.range(0, count).mapToObj(Cluster::address).toList(),
                parties,
                cluster.witness,
                news::hear,
                watch,
                cluster.cut,
                Math.max(1, count / BUSY_PLAYERS),
                plant,
                seed);
        cluster.build(random, count, plan.faults(), around);
        if (plan.impersonates()) {
            cluster.nodes.get(0).impersonate();
        }
        if (plan.forges()) {
            cluster.nodes.get(0).forge();
        }
        if (plan.lies()) {
            cluster.nodes.get(0).lie();
        }
        for (SimNode node : cluster.nodes) {
            cluster.scheduler.after(plan.startNanos().get(node.machine().index()), node::start);
        }
    }

    private boolean reaches(PeerId from, PeerId to) {
        return cluster.network.reaches(
                node(from).machine().address(), node(to).machine().address());
    }

    private SimNode node(PeerId peer) {
        return cluster.nodes.stream()
                .filter(node -> node.machine().signer().peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    SeedOutcome run() {
        var checks = new LanPartyChecks(cluster, plan, news, watch);
        List<Violation> violations = cluster.violations(this::play, checks::violations);
        figures.putAll(checks.figures());
        return cluster.outcome(violations, measured());
    }

    private SortedMap<String, Long> measured() {
        var counts = cluster.faults.counts();
        figures.put("nodesMax", (long) cluster.nodes.size());
        figures.put("ackedMin", (long) cluster.witness.acked().size());
        figures.put("crashesMin", counts.crashes());
        figures.put("partitionsMin", counts.partitions());
        figures.put("diskFaultsMin", counts.diskFaults());
        figures.put("entriesCut", (long) cluster.cut.count());
        figures.put("takeovers", cluster.takeovers.count());
        figures.put("takeoverMillisMax", cluster.takeovers.maxMillis());
        figures.put("takeoversStalled", cluster.takeovers.stalledCount());
        figures.put("takeoverStalledMillisMax", cluster.takeovers.stalledMaxMillis());
        figures.put("takeoversDisturbed", cluster.takeovers.spoilt());
        figures.put(disturbed ? "healDisturbedMillisMax" : "healMillisMax", healNanos / MILLI);
        figures.put("healsDisturbed", disturbed ? 1L : 0L);
        figures.put("provisional", (long) news.provisional().size());
        return figures;
    }

    private void play() {
        if (plan.cheatNanos() >= 0) {
            cheat();
        }
        if (plan.lies()) {
            news.onDeposed(this::goHome);
        }
        cluster.scheduler.runUntil(PLAY_NANOS);
        cluster.faults.stop();
        for (int i = 0; i < MORE_STEPS_MAX && isShort(); i++) {
            cluster.scheduler.runUntil(cluster.scheduler.nowNanos() + STEP_NANOS);
        }
        cluster.faults.part(PartyPlan.sides(random, cluster.nodes.size()), LAST_SPLIT_NANOS);
        cluster.scheduler.runUntil(cluster.scheduler.nowNanos() + LAST_SPLIT_NANOS);
        cluster.nodes.forEach(SimNode::stopPlaying);
        long out = outCount();
        long begin = cluster.scheduler.nowNanos();
        cluster.settle(
                () -> {
                    disturbed |= outCount() > out || cluster.nodes.stream().anyMatch(LanPartyRun::isAway);
                    boolean whole = isWhole();
                    healNanos = whole ? healNanos : cluster.scheduler.nowNanos() - begin + LOOKS.everyNanos();
                    return whole && sameLog();
                },
                LOOKS);
    }

    private List<SimNode> party() {
        return cluster.nodes.stream().filter(node -> !node.out()).toList();
    }

    /** All who stayed have the same world, follow the same holder, and have no command open. */
    private boolean isWhole() {
        List<SimNode> party = party();
        boolean answered = party.stream().allMatch(node -> node.running() && node.unanswered() == 0);
        return answered
                && party.stream().map(LanPartyRun::holder).distinct().count() == 1
                && Set.copyOf(NodeChecks.digests(party).values()).size() == 1;
    }

    private long outCount() {
        return cluster.nodes.stream().filter(SimNode::out).count();
    }

    /** Down, or standing still, and coming back: the party cannot be equal before. */
    private static boolean isAway(SimNode node) {
        return !node.out() && (!node.running() || node.stalled());
    }

    /** True while something is missing that every seed has to have. */
    private boolean isShort() {
        return cluster.witness.acked().size() < ACKED_WANTED || cluster.faults.isOwing();
    }

    /** The founder cheats while it holds the role, and goes home some time after it was caught. */
    private void cheat() {
        SimNode cheat = cluster.nodes.get(0);
        cluster.scheduler.at(plan.cheatNanos(), cheat::cheat);
        cluster.scheduler.at(plan.cheatNanos() + CHEAT_NANOS, cheat::retire);
    }

    /** The founder was caught in a lie: nobody counts on it any more, and it leaves soon. */
    private void goHome(PeerId deposed) {
        SimNode founder = cluster.nodes.get(0);
        if (deposed.equals(founder.machine().signer().peer())) {
            cluster.scheduler.after(HOME_NANOS, founder::retire);
        }
    }

    /** They have the same log too. */
    private boolean sameLog() {
        return party().stream().map(LanPartyRun::tick).distinct().count() == 1;
    }

    private static String holder(SimNode node) {
        AuthorityStatus status = node.authorityStatus();
        return status == null ? node.machine().name() : status.epoch() + " " + status.holder();
    }

    private static long tick(SimNode node) {
        AuthorityStatus status = node.authorityStatus();
        return status == null ? -1 : status.committedTick();
    }
}
