package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Who alone thinks ill of a holder comes back to it, unless it has a proof. */
class LoneAccuserSimTest {
    private static ToyCluster party(long seed, int size) {
        ToyCluster cluster = new ToyCluster(seed, size, PartyRules.STRICT, PartySettings.DEFAULT, false);
        for (int i = 0; i < size; i++) {
            cluster.start(i);
            cluster.run(50);
        }
        cluster.run(4_000);
        return cluster;
    }

    private static ToyMachine holder(ToyCluster cluster) {
        return Objects.requireNonNull(cluster.holder());
    }

    private static ToyMachine follower(ToyCluster cluster) {
        ToyMachine holder = holder(cluster);
        return cluster.machines().stream()
                .filter(machine -> machine != holder)
                .findFirst()
                .orElseThrow();
    }

    private static void assertBackBeside(ToyMachine holder, long epoch, ToyMachine lone, ToyCluster cluster) {
        Standing standing = lone.role().standing();
        assertEquals(holder.id, standing.holder());
        assertEquals(epoch, standing.epoch(), "nobody else was elected meanwhile");
        long behind = holder.role().committed().tick() - lone.role().committed().tick();
        assertTrue(behind < 8, behind + " entries behind");
        cluster.heal();
        cluster.run(4_000);
        assertEquals(List.of(), PartyClusterSimTest.violations(cluster));
    }

    @Test
    void whoCouldNotCheckAnHonestHolderAloneFollowsItAgain() {
        accusesAndComesBack(4, 6_500, (lone, faulty) -> lone.blind = faulty);
    }

    @Test
    void whoFoundABrokenRuleByItsOwnFaultFollowsTheHolderAgain() {
        accusesAndComesBack(5, 1_000, (lone, faulty) -> lone.mistaken = faulty);
    }

    private static void accusesAndComesBack(int machines, long millis, BiConsumer<ToyMachine, Boolean> fault) {
        for (long seed = 1; seed <= 6; seed++) {
            ToyCluster cluster = party(seed, machines);
            ToyMachine holder = holder(cluster);
            ToyMachine lone = follower(cluster);
            long epoch = holder.role().standing().epoch();

            fault.accept(lone, true);
            cluster.run(millis);
            boolean accused = cluster.checks().deposed().contains(holder.id);
            fault.accept(lone, false);
            cluster.run(4_000);

            assertTrue(accused, "seed " + seed);
            assertBackBeside(holder, epoch, lone, cluster);
        }
    }

    @Test
    void whoHasAProofStaysAway() {
        for (long seed = 1; seed <= 4; seed++) {
            ToyCluster cluster = party(seed, 2);
            ToyMachine cheat = holder(cluster);
            ToyMachine lone = follower(cluster);

            cheat.cheats = true;
            cluster.run(40_000);

            assertTrue(cluster.checks().deposed().contains(cheat.id), "seed " + seed);
            assertNotEquals(cheat.id, lone.role().standing().holder(), "seed " + seed);
            assertEquals(0, lone.role().counts().get("holders_heard_again"), "seed " + seed);
            assertEquals(List.of(), cluster.checks().violations(), "seed " + seed);
        }
    }

    @Test
    void aHolderThatStalledAllIsCountedAgainButRarelyMayStall() {
        ToyCluster cluster = party(1, 4);
        ToyMachine vague = holder(cluster);

        vague.vague = true;
        cluster.run(9_000);
        ToyMachine next = holder(cluster);
        cluster.run(6_000);

        assertNotEquals(vague, next);

        assertTrue(holder(cluster).role().standing().roster().contains(vague.id), "its disk counts again");
        assertTrue(next.role().counts().getOrDefault("holders_heard_again", 0L) > 0);
    }
}
