package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import worldmesh.world.hash.Hash;

/** A side goes on by itself, and its log forgets where it began before those come back who had decided otherwise. */
class LostBranchSimTest {
    private static final long ADOPT_MILLIS = 3_000;
    private static final int SEEDS = 8;

    /** Of five, three elect a holder, commit a little by it, and die; two go on without them, and let in a sixth. */
    private static ToyCluster parted(long seed) {
        PartySettings settings = new PartySettings(400, 500, 500, 200, ADOPT_MILLIS);
        var cluster = new ToyCluster(seed, 6, PartyRules.STRICT, settings, true);
        for (int i = 0; i < 5; i++) {
            cluster.start(i);
        }
        cluster.run(3_000);
        cluster.split(0, 0, 1, 1, 1, 0);
        long before = cluster.machine(2).role().committed().tick();
        for (int i = 0; i < 400 && cluster.machine(2).role().committed().tick() == before; i++) {
            cluster.run(10);
        }
        List.of(2, 3, 4).forEach(cluster::crash);
        cluster.run(2 * ADOPT_MILLIS);
        cluster.start(5);
        cluster.run(3_000);
        return cluster;
    }

    private static boolean differ(Map<Long, Hash> one, Map<Long, Hash> other) {
        return one.entrySet().stream().anyMatch(entry -> {
            Hash there = other.get(entry.getKey());
            return there != null && !there.equals(entry.getValue());
        });
    }

    @Test
    void whoTakesTheStateOfAnAdoptedBranchKeepsNothingOfTheOneThatLost() {
        int lost = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            ToyCluster cluster = parted(seed);
            Map<Long, Hash> adopted = cluster.machine(0).entries();
            cluster.crash(0);
            cluster.run(2_000);
            cluster.crash(1);
            cluster.run(2 * ADOPT_MILLIS); // the sixth is alone with a log that begins behind the fork
            cluster.split(0);
            List.of(2, 3, 4).forEach(cluster::start);
            lost += differ(cluster.machine(3).entries(), adopted) ? 1 : 0;
            cluster.run(6_000);
            cluster.heal();
            cluster.run(8_000);

            cluster.checks().atEnd(cluster.machines());
            assertEquals(List.of(), cluster.checks().violations(), "seed " + seed);
        }
        assertTrue(lost > 0, "no three ever committed what the two did not have");
    }
}
