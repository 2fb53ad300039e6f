package worldmesh.world.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws that make a vote safe, over all pairs of small sets and drawn ones of the largest rosters. */
class RostersTest {
    private static List<Integer> roster(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    private static List<Integer> subset(int size, long bits) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if ((bits >>> i & 1) == 1) {
                members.add(i);
            }
        }
        return members;
    }

    private static boolean meet(long one, long other) {
        return (one & other) != 0;
    }

    @Test
    void anyTwoQuorumsOfARosterShareAMember() {
        for (int size = 1; size <= 8; size++) {
            List<Long> quorums = new ArrayList<>();
            for (long bits = 0; bits < 1L << size; bits++) {
                if (Rosters.isQuorum(roster(size), subset(size, bits))) {
                    quorums.add(bits);
                }
            }
            assertFalse(quorums.isEmpty());
            for (long one : quorums) {
                quorums.forEach(other -> assertTrue(meet(one, other), one + " and " + other));
            }
        }
    }

    @Test
    void ofASetAndItsComplementExactlyOneIsAQuorum() {
        SplittableRandom random = new SplittableRandom(11);
        for (int size = 1; size <= Roster.MAX_MEMBERS; size++) {
            long all = size == 64 ? -1L : (1L << size) - 1;
            for (int draw = 0; draw < 20; draw++) {
                long bits = random.nextLong() & all;
                boolean one = Rosters.isQuorum(roster(size), subset(size, bits));
                boolean other = Rosters.isQuorum(roster(size), subset(size, all & ~bits));
                assertTrue(one != other, size + " members, " + Long.toHexString(bits));
            }
        }
    }

    @Test
    void aMajorityIsAQuorumAndASupersetOfAQuorumIsOne() {
        SplittableRandom random = new SplittableRandom(12);
        for (int draw = 0; draw < 2_000; draw++) {
            int size = random.nextInt(1, Roster.MAX_MEMBERS + 1);
            long all = size == 64 ? -1L : (1L << size) - 1;
            long bits = random.nextLong() & all;
            boolean quorum = Rosters.isQuorum(roster(size), subset(size, bits));
            assertTrue(quorum || !Rosters.isMajority(roster(size), subset(size, bits)));
            long more = (bits | random.nextLong()) & all;
            assertTrue(!quorum || Rosters.isQuorum(roster(size), subset(size, more)));
        }
    }

    @Test
    void halfIsAQuorumOnlyWithTheFirstMemberAndNeverAMajority() {
        for (int size = 2; size <= Roster.MAX_MEMBERS; size += 2) {
            List<Integer> first = roster(size).subList(0, size / 2);
            List<Integer> second = roster(size).subList(size / 2, size);
            assertTrue(Rosters.isQuorum(roster(size), first));
            assertFalse(Rosters.isQuorum(roster(size), second));
            assertFalse(Rosters.isMajority(roster(size), first));
        }
    }

    @Test
    void strangersAndRepetitionsDoNotCount() {
        assertFalse(Rosters.isQuorum(roster(4), List.of(1, 1, 1, 7, 8)));
        assertFalse(Rosters.isMajority(roster(3), List.of(2, 2, 9)));
        assertTrue(Rosters.isMajority(roster(3), List.of(2, 9, 0)));
    }

    @Test
    void aRosterOfOneDecidesAlone() {
        assertTrue(Rosters.isQuorum(roster(1), List.of(0)));
        assertTrue(Rosters.isMajority(roster(1), List.of(0)));
        assertEquals(false, Rosters.isQuorum(roster(1), List.of()));
    }
}
