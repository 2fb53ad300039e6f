package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;

/** Each broken rule is found: a checker that cannot fail proves nothing. */
class PartyPlantTest {
    private static final int SEEDS = 200;

    private static boolean isFound(LongPredicate fails) {
        return LongStream.rangeClosed(1, SEEDS).anyMatch(fails);
    }

    private static boolean fails(long seed, PartyRules planted) {
        try {
            return !PartyClusterSimTest.violations(PartyClusterSimTest.play(seed, planted, false))
                    .isEmpty();
        } catch (IllegalStateException impossible) {
            return true; // the protocol itself noticed that it came to a place it cannot be
        }
    }

    @Test
    void findsAFollowerOfStaleEpochs() {
        assertTrue(isFound(seed -> failsWithStalls(seed, new PartyRules() {
            @Override
            public boolean follows(long epoch, long promised) {
                return true;
            }
        })));
    }

    @Test
    void survivesTheStallsThatThePlantDoesNot() {
        for (long seed = 1; seed <= 8; seed++) {
            assertTrue(!failsWithStalls(seed, PartyRules.STRICT), "seed " + seed);
        }
    }

    /** A party of three on a bad network whose holder stalls just long enough to be replaced, again and again. */
    private static boolean failsWithStalls(long seed, PartyRules rules) {
        ToyCluster cluster = new ToyCluster(seed, 3, rules, PartySettings.DEFAULT, false);
        for (int i = 0; i < 3; i++) {
            cluster.start(i);
        }
        cluster.run(3_000);
        cluster.lose(0.3);
        for (int round = 0; round < 10; round++) {
            ToyMachine holder = cluster.holder();
            if (holder != null) {
                cluster.stall(
                        cluster.machines().indexOf(holder),
                        300 + cluster.random().nextInt(1_200));
            }
            cluster.run(2_500);
        }
        cluster.heal();
        cluster.run(15_000);
        return !PartyClusterSimTest.violations(cluster).isEmpty();
    }

    @Test
    void findsAnAcknowledgementWithoutMajority() {
        assertTrue(isFound(seed -> fails(seed, new PartyRules() {
            @Override
            public boolean commits(PartyRoster roster, Set<PeerId> disks) {
                return !disks.isEmpty();
            }
        })));
    }

    @Test
    void findsVotesOfNewcomers() {
        assertTrue(isFound(seed -> fails(seed, new PartyRules() {
            @Override
            public boolean mayElect(PartyRoster roster, List<PeerId> present) {
                return 2 * present.size() > roster.members().size();
            }

            @Override
            public boolean commits(PartyRoster old, PartyRoster next, Set<PeerId> disks) {
                return next.hasMajority(disks);
            }

            @Override
            public boolean elects(
                    PartyRoster roster, @Nullable PartyRoster pending, List<PeerId> view, Set<PeerId> votes) {
                return 2 * votes.size() > roster.members().size();
            }
        })));
    }

    @Test
    void findsATrustedSnapshot() {
        assertTrue(isFound(seed -> failsWithForgery(seed, new PartyRules() {
            @Override
            public boolean trustsState(boolean signed) {
                return true;
            }
        })));
    }

    @Test
    void refusesTheForgeriesThatThePlantTrusts() {
        for (long seed = 1; seed <= 8; seed++) {
            assertTrue(!failsWithForgery(seed, PartyRules.STRICT), "seed " + seed);
        }
    }

    /** A party whose newcomers are sent forged states. */
    private static boolean failsWithForgery(long seed, PartyRules rules) {
        ToyCluster cluster = new ToyCluster(seed, 4, rules, PartySettings.DEFAULT, false);
        cluster.corruptStates();
        cluster.start(0);
        cluster.run(2_000);
        for (int i = 1; i < 4; i++) {
            cluster.start(i);
        }
        cluster.run(5_000);
        cluster.heal();
        cluster.run(5_000);
        return !PartyClusterSimTest.violations(cluster).isEmpty();
    }

    @Test
    void findsASkippedAudit() {
        assertTrue(isFound(seed -> cheatIsCommitted(seed, new PartyRules() {
            @Override
            public boolean storesEntry(boolean sound) {
                return true;
            }
        })));
    }

    @Test
    void deposesTheCheatThatThePlantFollows() {
        for (long seed = 1; seed <= 8; seed++) {
            assertTrue(!cheatIsCommitted(seed, PartyRules.STRICT), "seed " + seed);
        }
    }

    /** A holder that cheats, in a party of four. */
    private static boolean cheatIsCommitted(long seed, PartyRules rules) {
        ToyCluster cluster = new ToyCluster(seed, 4, rules, PartySettings.DEFAULT, false);
        for (int i = 0; i < 4; i++) {
            cluster.start(i);
        }
        cluster.run(4_000);
        ToyMachine holder = java.util.Objects.requireNonNull(cluster.holder());
        holder.cheats = true;
        cluster.run(3_000);
        boolean committed = !cluster.checks().violations().isEmpty();
        boolean deposed = cluster.checks().deposed().contains(holder.id)
                && cluster.machines().stream()
                        .filter(machine -> machine != holder)
                        .allMatch(machine -> !Objects.equals(
                                holder.id, machine.role().standing().holder()));
        return committed || !deposed;
    }
}
