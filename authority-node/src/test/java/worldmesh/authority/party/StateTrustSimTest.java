package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Members who lag take the state of the log, whoever signs another. */
class StateTrustSimTest {
    private static ToyCluster party(long seed, int size, int founders) {
        ToyCluster cluster = new ToyCluster(seed, size, PartyRules.STRICT, PartySettings.DEFAULT, false);
        for (int i = 0; i < founders; i++) {
            cluster.start(i);
            cluster.run(50);
        }
        cluster.run(4_000);
        return cluster;
    }

    private static ToyMachine holder(ToyCluster cluster) {
        return Objects.requireNonNull(cluster.holder());
    }

    @Test
    void aStateThatTheHolderAloneSignedIsNotTakenAndCostsItTheRole() {
        for (long seed = 1; seed <= 8; seed++) {
            ToyCluster cluster = party(seed, 5, 4);
            ToyMachine liar = holder(cluster);

            liar.forges = true;
            cluster.start(4);
            cluster.run(6_000);

            ToyMachine newcomer = cluster.machine(4);
            assertFalse(newcomer.numbers().contains(ToyMachine.FORGED), "seed " + seed);
            assertTrue(cluster.checks().deposed().contains(liar.id), "seed " + seed);
            for (ToyMachine machine : cluster.machines()) {
                boolean free = machine == liar
                        || !Objects.equals(liar.id, machine.role().standing().holder());
                assertTrue(free, "seed " + seed);
            }
            cluster.heal();
            cluster.run(8_000);
            cluster.checks()
                    .atEnd(cluster.machines().stream()
                            .filter(machine -> machine != liar)
                            .toList());
            assertEquals(List.of(), cluster.checks().violations(), "seed " + seed);
        }
    }

    @Test
    void aMemberThatLiesAboutAStateNeitherStopsANewcomerNorDeposesTheHolder() {
        for (long seed = 1; seed <= 8; seed++) {
            ToyCluster cluster = party(seed, 5, 4);
            ToyMachine holder = holder(cluster);
            ToyMachine liar = cluster.machines().stream()
                    .filter(machine -> machine.isUp() && machine != holder)
                    .findFirst()
                    .orElseThrow();

            liar.forges = true;
            cluster.start(4);
            cluster.run(4_000);

            assertEquals(
                    holder.numbers().size() > 0, cluster.machine(4).numbers().size() > 0);
            assertFalse(cluster.machine(4).numbers().contains(ToyMachine.FORGED), "seed " + seed);
            assertFalse(cluster.checks().deposed().contains(holder.id), "seed " + seed);
            assertEquals(5, holder.role().standing().roster().size(), "seed " + seed + ": the newcomer's disk counts");
        }
    }

    @Test
    void aNewcomerTakesTheStateFromAnotherMemberWhereNobodyCanCheckTheHoldersOne() {
        for (long seed = 1; seed <= 8; seed++) {
            ToyCluster cluster = party(seed, 5, 4);
            ToyMachine holder = holder(cluster);

            holder.spoils = true;
            cluster.start(4);
            cluster.run(8_000);

            ToyMachine newcomer = cluster.machine(4);
            assertTrue(newcomer.role().committed().tick() > 0, "seed " + seed + ": it has no log");
            assertEquals(5, holder.role().standing().roster().size(), "seed " + seed + ": the newcomer's disk counts");
            assertEquals(List.of(), newcomer.unserved, "seed " + seed);
            cluster.heal();
            cluster.run(4_000);
            assertEquals(List.of(), PartyClusterSimTest.violations(cluster), "seed " + seed);
        }
    }

    @Test
    void aMemberThatLiesInTheHoldersPlaceIsNotBelievedEitherAndTheNextIsAsked() {
        for (long seed = 1; seed <= 8; seed++) {
            ToyCluster cluster = party(seed, 6, 5);
            ToyMachine holder = holder(cluster);
            ToyMachine liar = cluster.machines().stream()
                    .filter(machine -> machine.isUp() && machine != holder)
                    .findFirst()
                    .orElseThrow();

            holder.spoils = true;
            liar.forges = true;
            cluster.start(5);
            cluster.run(12_000);

            ToyMachine newcomer = cluster.machine(5);
            assertFalse(newcomer.numbers().contains(ToyMachine.FORGED), "seed " + seed);
            assertTrue(newcomer.role().committed().tick() > 0, "seed " + seed + ": it has no log");
            assertFalse(cluster.checks().deposed().contains(holder.id), "seed " + seed);
        }
    }

    @Test
    void aNewcomerIsToldSoonThatNobodySendsAStateThatCanBeBelieved() {
        ToyCluster cluster = party(1, 4, 3);
        cluster.machines().forEach(machine -> machine.spoils = true);

        cluster.start(3);
        cluster.run(9_000);

        assertEquals(List.of(3), cluster.machine(3).unserved);
        assertEquals(0, cluster.machine(3).role().committed().tick());
        cluster.machines().forEach(machine -> machine.spoils = false);
        cluster.run(8_000);
        assertTrue(cluster.machine(3).role().committed().tick() > 0);
    }

    @Test
    void aStateOfManyPartsArrivesWholeWhileThePartyGoesOn() {
        ToyCluster cluster = party(3, 4, 3);
        cluster.hurry();
        cluster.run(100_000);
        int before = cluster.parts();

        cluster.start(3);
        cluster.run(5_000);
        cluster.heal();
        cluster.run(8_000);

        assertTrue(cluster.parts() - before > 1, cluster.parts() - before + " parts");
        assertEquals(4, holder(cluster).role().standing().roster().size());
        assertEquals(List.of(), PartyClusterSimTest.violations(cluster));
    }
}
