package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.FaultCounts;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Revocation;

/** One seed: members edit, cheat, part, die and come back; then the network heals, and then days pass. */
final class CrdtRun {
    private static final long MILLI = 1_000_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 1_440 * MINUTE_MILLIS;
    private static final int MOST_MEMBERS = 16;

    /** Longer than any clock is wrong and any cheat's stamp ahead. */
    private static final long LATER_DAYS = 60;

    /** The log names a cut as often as this, if there is something to cut. */
    private static final int CUT_STEPS = 25;

    private static final int SETTLE_ROUNDS = 60;

    /** Every so many seeds a member is also killed at each boundary of its writes. */
    private static final int BOUNDARY_SEEDS = 50;

    private final long seed;
    private final CrdtWorld world;
    private final Random random;
    private final List<CrdtMember> members = new ArrayList<>();
    private final CrdtEdits edits;
    private final CrdtCheat cheat;
    private final CrdtChecks checks;
    private final Set<Integer> revoked = new HashSet<>();
    private long epoch;
    private long crashes;
    private long partitions;
    private long boundaries;

    CrdtRun(long seed, Plant plant) {
        this.seed = seed;
        this.world = new CrdtWorld(seed, plant);
        this.random = world.random;
        this.cheat = new CrdtCheat(world);
        this.checks = new CrdtChecks(cheat.replica());
        int count = 3 + Math.min(random.nextInt(MOST_MEMBERS - 2), random.nextInt(MOST_MEMBERS - 2));
        for (int i = 0; i < count; i++) {
            boolean stubborn = i > 1 && random.nextInt(8) == 0;
            CrdtMember member = new CrdtMember(world, i, followed(i), skew(), stubborn);
            members.add(member);
            world.join(member);
        }
        this.edits = new CrdtEdits(random, members);
    }

    /** Partial subscription: the first two follow everything, the others some of it. */
    private SortedSet<SectorId> followed(int member) {
        SortedSet<SectorId> out = new TreeSet<>(CrdtWorld.SECTORS);
        if (member > 1 && random.nextBoolean()) {
            out.removeIf(sector -> out.size() > 1 && random.nextInt(3) == 0);
        }
        return out;
    }

    private long skew() {
        long[] skews = {0, 0, 10 * MINUTE_MILLIS, -10 * MINUTE_MILLIS, DAY_MILLIS, -DAY_MILLIS};
        return skews[random.nextInt(skews.length)] + random.nextInt(200);
    }

    SeedOutcome run() {
        try {
            play();
            heal();
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            checks.broken(
                    Promise.NO_CRASH, e + " at " + List.of(e.getStackTrace()).subList(0, 3));
        }
        TreeMap<String, Long> figures = new TreeMap<>();
        figures.put("boundaries", boundaries);
        figures.put("batches", batches());
        figures.put("cuts", (long) world.log.size());
        return new SeedOutcome(
                seed,
                world.scheduler.trace().value(),
                world.scheduler.nowNanos(),
                world.scheduler.events(),
                new FaultCounts(crashes, partitions, world.network.dropped(), 0),
                0,
                0,
                checks.violations(),
                figures);
    }

    private long batches() {
        Replica first = members.get(0).replica();
        return first.sectors().stream()
                .flatMap(sector -> first.vector(sector).entries().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private void play() {
        world.network.setFaults(new NetworkFaults(
                2 * MILLI,
                30 * MILLI,
                random.nextBoolean() ? 0 : random.nextDouble() / 4,
                random.nextBoolean() ? 0 : random.nextDouble() / 4,
                random.nextBoolean() ? 0 : random.nextDouble() / 4));
        int steps = (isBoundarySeed() ? 600 : 150) + 10 * members.size();
        for (int i = 0; i < steps; i++) {
            step();
            world.scheduler.runUntil(world.scheduler.nowNanos() + random.nextInt(40) * MILLI);
            if (world.cuts && i % CUT_STEPS == CUT_STEPS - 1) {
                cut();
            }
            if (i % 40 == 39) {
                checks.equalVectorsHaveEqualDigests(members, "at step " + i);
                checks.historyMakesState(members.get(i / 40 % members.size()), "at step " + i);
            }
        }
    }

    /** Those who are here, if they are most, agree on what all of them have; who is away finds it cut. */
    private void cut() {
        CrdtMember holder = members.get(0);
        List<CrdtMember> here = members.stream()
                .filter(member -> member.isOn() && member.isTimed())
                .toList();
        if (!here.contains(holder) || 2 * here.size() <= members.size()) {
            return;
        }
        for (SectorId sector : CrdtWorld.SECTORS) {
            if (holder.cut(sector) < world.lastCut(sector)) {
                // A holder that lost its disk's end would give a number of its log's a second meaning.
                continue;
            }
            List<CrdtMember> roster = here.stream()
                    .filter(member -> member.sectors.contains(sector))
                    .toList();
            Cut cut = holder.propose(sector, roster);
            if (cut != null) {
                world.log.add(cut);
            }
        }
    }

    private boolean isBoundarySeed() {
        return seed % BOUNDARY_SEEDS == 1;
    }

    private CrdtMember any() {
        return members.get(random.nextInt(members.size()));
    }

    private void step() {
        CrdtMember member = any();
        int dice = random.nextInt(100);
        if (dice < 60) {
            play(member);
        } else if (dice < 82) {
            member.ask(any());
        } else if (dice < 86) {
            attack();
        } else if (dice < 88) {
            grant();
        } else if (dice < 90) {
            member.retry();
        } else {
            disturb(member, dice);
        }
    }

    private void play(CrdtMember member) {
        if (!member.isTimed()) {
            member.ask(members.get(0));
            return;
        }
        edits.edit(member, epoch);
        if (random.nextInt(3) == 0) {
            member.publish(members);
        }
    }

    private void disturb(CrdtMember member, int dice) {
        if (dice < 92) {
            part();
        } else if (dice < 94) {
            world.network.heal();
        } else if (dice < 96) {
            crashes++;
            member.crash();
        } else if (dice < 98) {
            member.leave();
        } else if (dice < 99) {
            members.forEach(CrdtMember::comeBack);
        } else if (random.nextInt(4) == 0) {
            revoke(member);
        }
    }

    private void part() {
        partitions++;
        members.forEach(member -> world.network.assignSide(member.address(), random.nextInt(2)));
    }

    private void attack() {
        List<EntityId> entities = edits.entities();
        if (entities.isEmpty()) {
            return;
        }
        List<ProofId> heard = any().replica().proofs().stream().map(Proof::id).toList();
        EntityId victim = entities.get(random.nextInt(entities.size()));
        SectorId sector = CrdtWorld.SECTORS.get(random.nextInt(CrdtWorld.SECTORS.size()));
        long millis = members.get(0).worldMillis();
        CrdtMember first = any();
        for (SignedBatch batch : cheat.attack(victim, sector, millis, heard)) {
            CrdtMember told = random.nextBoolean() ? first : any();
            told.learn(cheat.certificate());
            told.merge(SignedBatch.decode(batch.encode()));
        }
    }

    private void grant() {
        CrdtMember holder = any();
        Grant grant = Grant.sign(
                world.manifest.worldId(),
                ++epoch,
                holder.replica().self().signer().publicKey(),
                null,
                world.root);
        holder.learn(grant);
        any().learn(grant);
    }

    private void revoke(CrdtMember member) {
        if (world.snapshots || member.number < 2 || world.plant != Plant.NONE) {
            return;
        }
        CrdtMember witness = members.get(0);
        List<Revocation.Cutoff> cutoffs = new ArrayList<>();
        for (SectorId sector : CrdtWorld.SECTORS) {
            witness.replica().vector(sector).entries().forEach((replica, last) -> {
                if (member.openings().contains(replica)) {
                    cutoffs.add(new Revocation.Cutoff(replica, sector, last));
                }
            });
        }
        revoked.add(member.number);
        witness.learn(Revocation.sign(
                world.manifest.worldId(),
                member.replica().self().peer(),
                cutoffs,
                witness.worldMillis() << 16,
                world.root));
    }

    private void heal() {
        world.network.heal();
        world.network.setFaults(new NetworkFaults(MILLI, MILLI, 0, 0, 0));
        members.forEach(CrdtMember::comeBack);
        members.forEach(member -> member.publish(members));
        List<CrdtMember> punctual =
                members.stream().filter(member -> !member.isStubborn()).toList();
        settle(punctual);
        // Stamps far ahead wait with everybody alike: nobody has them yet, or all.
        checks.equalVectorsHaveEqualDigests(punctual, "after healing");
        checks.converged(punctual, "after healing");
        world.scheduler.runUntil(world.scheduler.nowNanos() + LATER_DAYS * DAY_MILLIS * MILLI);
        members.forEach(CrdtMember::retry);
        settle(members);
        checks.converged(members, "days later");
        members.forEach(member -> checks.historyMakesState(member, "days later"));
        checks.nobodyIsMuted(members, revoked);
        members.forEach(member -> checks.noForeignWrites(member, cheat.peer()));
        if (isBoundarySeed() && checks.violations().isEmpty() && world.plant == Plant.NONE) {
            killAtEveryBoundary(members.get(1));
        }
    }

    private void settle(List<CrdtMember> all) {
        for (int round = 0; round < SETTLE_ROUNDS && !checks.settled(all); round++) {
            for (int i = 0; i < all.size(); i++) {
                all.get(i).ask(all.get((i + 1 + round) % all.size()));
                all.get(i).ask(all.get(0));
                all.get(0).compare(all.get(i), cheat.replica());
            }
            world.scheduler.runUntil(world.scheduler.nowNanos() + 50 * MILLI);
            all.forEach(CrdtMember::retry);
        }
    }

    /** Whatever a crash leaves of what was written in order is a sound start, from which the rest is caught up with. */
    private void killAtEveryBoundary(CrdtMember member) {
        Replica whole = members.get(0).replica();
        for (int kept = 0; kept <= member.disk().size(); kept++) {
            boundaries++;
            Replica restored = member.restored(kept, 1_000_000L + kept);
            whole.proofs().forEach(restored::learn);
            for (SectorId sector : CrdtWorld.SECTORS) {
                if (whole.needsSnapshot(sector, restored.vector(sector))) {
                    restored.install(whole.snapshot(sector));
                }
                for (SignedBatch batch : whole.missing(sector, restored.vector(sector), Integer.MAX_VALUE)) {
                    restored.merge(batch, member.worldMillis());
                }
                Stability stability = new Stability(restored);
                world.log.stream().filter(cut -> cut.sector().equals(sector)).forEach(stability::learn);
                boolean same = whole.vector(sector).equals(restored.vector(sector))
                        && whole.digest(sector).equals(restored.digest(sector));
                if (!same) {
                    checks.broken(
                            Promise.SOUND_STORE,
                            "after a crash behind write " + kept + " sector " + sector + " is another");
                    return;
                }
            }
        }
    }
}
