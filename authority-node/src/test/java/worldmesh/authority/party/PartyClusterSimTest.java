package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole parties over many seeds: what was committed stays, and at the end everybody has the same. */
class PartyClusterSimTest {
    /** Entries kept in every second seed, so that who comes back is often behind the cut. */
    private static final int KEPT_FEW = 16;

    static final int SEEDS = Integer.getInteger("party.seeds", 30);

    /** A history of faults from one seed; answers the cluster after its heal. */
    static ToyCluster play(long seed, PartyRules rules, boolean adopt) {
        PartySettings settings = new PartySettings(400, 500, 500, 200, adopt ? 3_000 : 600_000);
        int size = 2 + (int) (seed % 6);
        ToyCluster cluster = new ToyCluster(seed, size, rules, settings, adopt);
        cluster.keep(seed % 2 == 0 ? KEPT_FEW : Retention.KEPT_DEFAULT);
        int founders = Math.max(1, size - 1 - cluster.random().nextInt(2));
        for (int i = 0; i < founders; i++) {
            cluster.start(i);
            cluster.run(cluster.random().nextInt(400));
        }
        cluster.run(3_000);
        cluster.lose(cluster.random().nextInt(3) * 0.05);
        for (int step = 0; step < 12; step++) {
            disturb(cluster, size);
            cluster.run(300 + cluster.random().nextInt(3_000));
        }
        cluster.heal();
        cluster.run(15_000);
        return cluster;
    }

    private static void disturb(ToyCluster cluster, int size) {
        var random = cluster.random();
        int one = random.nextInt(size);
        switch (random.nextInt(6)) {
            case 0 -> cluster.crash(one);
            case 1 -> cluster.start(one);
            case 2 -> cluster.stall(one, 1_000 + random.nextInt(2_500));
            case 3 -> cluster.split(0);
            case 4 -> {
                int[] sides = new int[size];
                for (int i = 0; i < size; i++) {
                    sides[i] = random.nextInt(2);
                }
                cluster.split(sides);
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    cluster.start(i);
                }
            }
        }
    }

    static List<String> violations(ToyCluster cluster) {
        cluster.checks().atEnd(cluster.machines());
        return cluster.checks().violations();
    }

    @Test
    void proposesNothingBeforeTheTailItFoundIsOnItsDisk() {
        ToyCluster cluster = new ToyCluster(1, 1, PartyRules.STRICT, PartySettings.DEFAULT, false);
        cluster.start(0);
        PartyRole role = cluster.machine(0).role();

        while (role.standing().role() != Standing.Role.HOLDER) {
            cluster.run(1);
        }

        assertFalse(role.mayPropose());
        cluster.run(1_000);
        assertEquals(List.of(), cluster.checks().violations());
        assertFalse(cluster.checks().acked().isEmpty());
    }

    @Test
    void joinsBranchesThatAdoptedThemselves() {
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            ToyCluster cluster = play(seed, PartyRules.STRICT, true);
            for (String violation : violations(cluster)) {
                found.add("seed " + seed + ": " + violation);
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void keepsEveryAcknowledgedNumberWhateverFails() {
        int acked = 0;
        int tenures = 0;
        int cut = 0;
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            ToyCluster cluster = play(seed, PartyRules.STRICT, false);
            for (String violation : violations(cluster)) {
                found.add("seed " + seed + ": " + violation);
            }
            acked += cluster.checks().acked().size();
            tenures += cluster.checks().tenures();
            cut += cluster.checks().entriesCut();
        }
        assertEquals(List.of(), found);
        assertTrue(acked > 20L * SEEDS && 2L * tenures > 3L * SEEDS, acked + " acked, " + tenures + " tenures");
        assertTrue(cut > 20 * SEEDS, cut + " entries were cut off");
    }
}
