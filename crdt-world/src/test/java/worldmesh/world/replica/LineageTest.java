package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Lineage;
import worldmesh.world.trust.Roster;

/** Which branch of a party's history wins. Peers are numbers, the founder is -1. */
class LineageTest {
    private final VotedProofs party = new VotedProofs(new TestWorld());
    private final Roster all = party.agreed(party.founding, List.of(-1L, 1L, 2L, 3L, 4L), -1);
    private final Grant shared = party.grant(all, 2, -1, -1, 1, 2);

    private Lineage branch(List<Roster> after, Grant... grants) {
        List<Roster> rosters = new ArrayList<>(List.of(party.founding, all));
        rosters.addAll(after);
        List<Grant> known = new ArrayList<>(List.of(shared));
        known.addAll(List.of(grants));
        return new Lineage(rosters, known);
    }

    private static void assertWins(Lineage winner, Lineage loser) {
        assertTrue(Lineage.compare(winner, loser) > 0);
        assertTrue(Lineage.compare(loser, winner) < 0);
    }

    @Test
    void equalBranchesAreEqualWhateverVotesArePresent() {
        Lineage one = branch(List.of(party.agreed(all, List.of(1L, 2L, 3L), 1, 2, 3)));
        Lineage other = branch(List.of(party.agreed(all, List.of(1L, 2L, 3L), 1, 2, 4)));
        assertEquals(0, Lineage.compare(one, other));
        assertEquals(0, Lineage.compare(one, one));
    }

    @Test
    void whatAQuorumAgreedToWinsOverAnAdoptedBranchHoweverLong() {
        Roster small = party.adopted(all, List.of(-1L, 1L), -1, 1);
        Roster smaller = party.agreed(small, List.of(-1L), -1, 1);
        Lineage minority = branch(List.of(small, smaller), party.grant(smaller, 99, -1, -1));
        assertWins(branch(List.of(party.agreed(all, List.of(2L, 3L, 4L), 2, 3, 4))), minority);
        assertWins(branch(List.of(), party.grant(all, 3, 2, 2, 3, 4)), minority);
    }

    @Test
    void aQuorumsGrantCountsAlsoBeforeALaterAdoption() {
        Roster adopted = party.adopted(all, List.of(4L), 4);
        Lineage agreedFirst = branch(List.of(adopted), party.grant(all, 3, 4, 2, 3, 4));
        assertWins(agreedFirst, branch(List.of(party.adopted(all, List.of(-1L, 1L), -1, 1))));
    }

    @Test
    void aBranchWithoutAnyStepFollowsAnAdoptedOne() {
        assertWins(branch(List.of(party.adopted(all, List.of(4L), 4))), branch(List.of()));
    }

    @Test
    void ofTwoAdoptedBranchesTheOneOfMoreOldMembersWinsAndNewcomersDoNotCount() {
        Lineage two = branch(List.of(party.adopted(all, List.of(3L, 4L), 3, 4)));
        Lineage stuffed = branch(List.of(party.adopted(all, List.of(-1L, 7L, 8L, 9L), -1)));
        assertWins(two, stuffed);
    }

    @Test
    void ofTwoEquallyLargeAdoptedBranchesTheOneWithTheEarliestMemberWins() {
        Lineage first = branch(List.of(party.adopted(all, List.of(2L, 1L), 1, 2)));
        Lineage second = branch(List.of(party.adopted(all, List.of(3L, 4L), 3, 4)));
        assertWins(first, second);
        assertWins(
                branch(List.of(), party.adoptedGrant(all, 3, 1, 1)),
                branch(List.of(), party.adoptedGrant(all, 9, 2, 2)));
    }

    @Test
    void onlyTheFirstStepAfterTheForkDecides() {
        Roster pair = party.adopted(all, List.of(1L, 2L), 1, 2);
        Roster grown = party.agreed(pair, List.of(1L, 2L, 5L, 6L, 7L), 1, 2);
        Lineage later = branch(List.of(pair, grown, party.agreed(grown, List.of(5L, 6L, 7L), 5, 6, 7)));
        Lineage fork = branch(List.of(pair, party.adopted(pair, List.of(2L), 2)));
        assertWins(later, fork);
    }

    @Test
    void gapsForeignGrantsAndOtherWorldsAreRefused() {
        Roster next = party.agreed(all, List.of(1L), 1, 2, 3);
        assertThrows(IllegalArgumentException.class, () -> new Lineage(List.of(party.founding, next), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Lineage(List.of(all), List.of()));
        assertThrows(IllegalArgumentException.class, () -> branch(List.of(), party.grant(next, 4, 1, 1)));
    }
}
