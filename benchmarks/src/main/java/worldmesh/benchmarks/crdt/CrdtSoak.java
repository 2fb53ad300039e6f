package worldmesh.benchmarks.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Snapshot;

/**
 * Many ops by a few replicas, a tenth of them births and deaths, with cuts as a log would name them and one member
 * after the other away for a while, editing: does memory stay with what lives? Single-threaded;
 * signatures are free of cost.
 */
public final class CrdtSoak {
    private static final SectorId SECTOR = SectorId.ORIGIN;
    private static final int MEMBERS = 4;
    private static final int BATCH_OPS = 100;
    private static final int ROUND_MILLIS = 50;
    private static final int CUT_ROUNDS = 50;

    /** A member is away for so many rounds, of twice as many, and then the next. */
    private static final int AWAY_ROUNDS = 150;

    private static final int SAMPLES = 20;
    private static final double FLAT = 1.1;

    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final List<SoakReport.Sample> samples = new ArrayList<>();
    private final List<EntityId> born = new ArrayList<>();
    private long millis = WorkloadParty.NOON;
    private long ops;
    private long returns;
    private int away = -1;

    /** A replica with the cuts it made, and the entities that it made and will end. */
    private record Member(Replica replica, Stability stability, Deque<EntityId> own) {}

    private CrdtSoak(int entities, int seed) {
        random = new Random(seed);
        WorkloadParty party = new WorkloadParty(MEMBERS, false);
        for (int i = 0; i < MEMBERS; i++) {
            Replica replica = party.open(i + 1);
            members.add(new Member(replica, new Stability(replica), new ArrayDeque<>()));
        }
        for (int i = 0; i < entities; i++) {
            spawn(members.get(i % MEMBERS));
            if (i % BATCH_OPS == BATCH_OPS - 1) {
                round();
            }
        }
    }

    /** Makes so many ops on a world of so many entities. */
    public static SoakReport run(long ops, int entities, int seed) {
        long start = SystemClock.INSTANCE.nanoTime();
        CrdtSoak soak = new CrdtSoak(entities, seed);
        soak.play(ops);
        return soak.report((SystemClock.INSTANCE.nanoTime() - start) / 1e9);
    }

    private void play(long wanted) {
        for (long round = 0; ops < wanted; round++) {
            comeAndGo(round);
            for (Member member : members) {
                for (int i = 0; i < BATCH_OPS; i++) {
                    edit(member);
                }
                ops += BATCH_OPS;
            }
            round();
            if (round % CUT_ROUNDS == CUT_ROUNDS - 1) {
                cut();
            }
            if (ops >= wanted * (samples.size() + 1) / SAMPLES) {
                sample();
            }
        }
        comeBack();
        for (int i = 0; i < 2; i++) {
            members.forEach(from -> members.forEach(to -> tell(from, to)));
        }
    }

    private boolean isHere(Member member) {
        return away < 0 || !members.get(away).equals(member);
    }

    private void comeAndGo(long round) {
        if (round % (2 * AWAY_ROUNDS) == AWAY_ROUNDS) {
            // The first one keeps the log.
            away = 1 + (int) (round / (2 * AWAY_ROUNDS) % (MEMBERS - 1));
        } else if (round % (2 * AWAY_ROUNDS) == 0) {
            comeBack();
        }
    }

    /** Who was away is told what lies below the cuts made meanwhile and all above, and tells what it did. */
    private void comeBack() {
        if (away >= 0) {
            Member back = members.get(away);
            away = -1;
            returns++;
            tell(members.get(0), back);
            members.forEach(to -> tell(back, to));
        }
    }

    private void tell(Member from, Member to) {
        VersionVector has = to.replica.vector(SECTOR);
        if (from.replica.needsSnapshot(SECTOR, has)) {
            Snapshot settled = from.stability.snapshot(SECTOR);
            if (settled == null || to.replica.install(settled) == null) {
                throw new IllegalStateException("a snapshot of a cut does not fit a replica from before it");
            }
        }
        has = to.replica.vector(SECTOR);
        for (SignedBatch batch : from.replica.missing(SECTOR, has, Integer.MAX_VALUE)) {
            to.replica.merge(batch, millis);
        }
    }

    private void spawn(Member member) {
        EntityId fresh = member.replica.spawn(
                SECTOR,
                new WorkloadParty.Pos(random.nextInt(65_536), random.nextInt(256), random.nextInt(65_536)),
                new WorkloadParty.Owner("p" + random.nextInt(1_000)));
        member.replica.add(fresh, WorkloadParty.Hp.class, 1 + random.nextInt(100));
        member.own.add(fresh);
        born.add(fresh);
    }

    private void edit(Member member) {
        int dice = random.nextInt(100);
        if (dice >= 90) {
            if (random.nextBoolean()) {
                spawn(member);
            } else if (member.own.size() > 1) {
                member.replica.delete(member.own.remove());
            }
            return;
        }
        EntityId thing = pick(member);
        if (dice < 75) {
            member.replica.put(
                    thing, new WorkloadParty.Pos(random.nextInt(65_536), random.nextInt(256), random.nextInt(65_536)));
        } else if (dice < 82) {
            member.replica.add(thing, WorkloadParty.Hp.class, random.nextInt(21) - 10);
        } else if (dice < 86) {
            member.replica.addElement(thing, WorkloadParty.Tags.class, "t" + random.nextInt(16));
        } else {
            member.replica.removeElement(thing, WorkloadParty.Tags.class, "t" + random.nextInt(16));
        }
    }

    /** One that lives, as far as the member knows. */
    private EntityId pick(Member member) {
        while (true) {
            int at = random.nextInt(born.size());
            EntityId picked = born.get(at);
            if (member.replica.exists(picked)) {
                return picked;
            }
            if (members.stream().anyMatch(each -> each.replica.isDead(picked))) {
                born.set(at, born.get(born.size() - 1));
                born.remove(born.size() - 1);
            }
        }
    }

    private void round() {
        millis += ROUND_MILLIS;
        for (Member member : members) {
            // What nobody looks at is kept until somebody asks.
            member.replica.localChanges();
            List<SignedBatch> sealed = member.replica.seal(millis);
            for (Member other : members) {
                if (!other.equals(member) && isHere(member) && isHere(other)) {
                    sealed.forEach(batch -> other.replica.merge(batch, millis));
                }
            }
        }
    }

    private void cut() {
        Map<Long, VersionVector> reports = new TreeMap<>(Long::compareUnsigned);
        List<Member> here = members.stream().filter(this::isHere).toList();
        here.forEach(member -> reports.put(member.replica.self().replica(), member.replica.vector(SECTOR)));
        Cut cut = members.get(0).stability.propose(SECTOR, reports);
        if (cut != null) {
            here.forEach(member -> member.stability.learn(cut));
        }
    }

    private void sample() {
        Replica first = members.get(0).replica;
        samples.add(new SoakReport.Sample(
                ops,
                Meter.heapBytes(),
                first.snapshot(SECTOR).encode().length,
                first.stats().entities(),
                first.stats().retainedBatches()));
    }

    private double growth(ToLongFunction<SoakReport.Sample> measure) {
        int quarter = samples.size() / 4;
        double early = mean(samples.subList(quarter, 2 * quarter), measure);
        return mean(samples.subList(samples.size() - quarter, samples.size()), measure) / early;
    }

    private static double mean(List<SoakReport.Sample> some, ToLongFunction<SoakReport.Sample> measure) {
        return some.stream().mapToLong(measure).average().orElse(1);
    }

    private SoakReport report(double seconds) {
        double heap = growth(SoakReport.Sample::heapBytes);
        double snapshot = growth(SoakReport.Sample::snapshotBytes);
        long worlds = members.stream()
                .map(member -> member.replica.digest(SECTOR))
                .distinct()
                .count();
        boolean flat = heap <= FLAT && snapshot <= FLAT;
        long cuts = members.get(0).stability.number(SECTOR);
        return new SoakReport(
                ops, MEMBERS, returns, cuts, seconds, List.copyOf(samples), heap, snapshot, worlds == 1, flat);
    }
}
