package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;

/** Members whose word nobody can check hold the party up for a bounded time only. */
class PromiseDoubtSimTest {
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

    @Test
    void aMemberThatClaimsHigherPromisesAgainAndAgainCostsOneElection() {
        ToyCluster cluster = party(1, 4);
        ToyMachine liar = cluster.machine(3);
        int before = cluster.checks().tenures();

        for (int i = 0; i < 30; i++) {
            ToyMachine holder = cluster.holder();
            if (holder != null && holder != liar) {
                long epoch = holder.role().standing().epoch();
                holder.role().onMessage(liar.id, PartyCodec.encode(new PartyMessage.Nack(epoch + 3)), cluster.now());
            }
            cluster.run(200);
        }

        assertEquals(1, cluster.checks().tenures() - before);
        assertTrue(holder(cluster).role().counts().getOrDefault("promises_doubted", 0L) > 10);
        int acked = cluster.checks().acked().size();
        cluster.run(1_000);
        assertTrue(cluster.checks().acked().size() > acked, "the party plays on");
        cluster.heal();
        cluster.run(8_000);
        assertEquals(List.of(), PartyClusterSimTest.violations(cluster));
    }

    @Test
    void aMemberThatRefusesEveryCandidateDoesNotStopAnElectionOfTheOthers() {
        for (long seed = 1; seed <= 8; seed++) {
            ToyCluster cluster = party(seed, 5);
            ToyMachine dead = holder(cluster);
            cluster.machines().get(4).refuses = true;

            cluster.crash(cluster.machines().indexOf(dead));
            cluster.run(3_000);

            assertNotNull(cluster.holder(), "seed " + seed);
        }
    }

    @Test
    void aHolderWhoseEntriesNobodyCanCheckLosesTheRoleAfterABoundedTime() {
        for (long seed = 1; seed <= 4; seed++) {
            ToyCluster cluster = party(seed, 4);
            ToyMachine vague = holder(cluster);

            vague.vague = true;
            cluster.run(9_000);

            assertTrue(cluster.checks().deposed().contains(vague.id), "seed " + seed);
            assertNotEquals(vague.id, holder(cluster).id, "seed " + seed);
        }
    }
}
