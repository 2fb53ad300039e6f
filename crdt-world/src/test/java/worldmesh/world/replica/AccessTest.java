package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.access.Access;
import worldmesh.world.access.Standing;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Ruling.Verb;

/** Who may come in. Peers are numbers: the founder is -1, members are 1 and 2, 3 and above are strangers. */
@NullUnmarked // an unexpected null fails the test anyway
class AccessTest {
    private final AccessScene scene = new AccessScene();

    private static Admittance.Pass pass(int invitation, long use) {
        return new Admittance.Pass(AccessScene.invitation(invitation), use);
    }

    @Test
    void theFounderAndWhomAQuorumVotedForAreMembersAndOthersAreNot() {
        assertEquals(Standing.MEMBER, scene.standing(-1));
        assertEquals(Standing.MEMBER, scene.standing(2));
        assertEquals(Standing.STRANGER, scene.standing(3));
    }

    @Test
    void whomAMemberLetInIsAMemberForEverybodyAndMayLetInOthers() {
        scene.learn(scene.admit(1, 3, 0), scene.admit(3, 4, 0));

        assertEquals(Standing.MEMBER, scene.standing(3));
        assertEquals(Standing.MEMBER, scene.standing(4));
    }

    @Test
    void whatAStrangerSignsWaitsAndIsNotKept() {
        assertEquals(LearnStatus.WAITING, scene.book.learn(scene.admit(3, 4, 0)));
        assertEquals(Standing.STRANGER, scene.standing(4));
    }

    @Test
    void aForgedAdmittanceIsRefused() {
        Admittance real = scene.admit(1, 3, 0);
        Admittance forged = new Admittance(
                real.world(), real.issuer(), scene.peer(4), 0, real.pass(), real.millis(), real.signature());

        assertEquals(LearnStatus.REFUSED, scene.book.learn(forged));
    }

    @Test
    void oneUseOfAnInvitationLetsOneIn() {
        scene.learn(scene.admit(1, 3, 0, pass(1, 0)));
        scene.book.learn(scene.admit(1, 4, 1, pass(1, 0)));

        long admitted = List.of(3L, 4L).stream()
                .filter(peer -> scene.standing(peer) == Standing.MEMBER)
                .count();
        assertEquals(1, admitted);
        assertEquals(1, scene.access().uses(scene.peer(1), AccessScene.invitation(1)));
    }

    @Test
    void aWithdrawnInvitationSparesEarlierUsesAndNoLaterOnes() {
        scene.learn(scene.withdraw(1, 1, 1), scene.admit(1, 4, 1, pass(1, 1)), scene.admit(1, 3, 0, pass(1, 0)));

        assertEquals(Standing.MEMBER, scene.standing(3));
        assertEquals(Standing.STRANGER, scene.standing(4));
        assertTrue(scene.access().isWithdrawn(scene.peer(1), AccessScene.invitation(1)));
    }

    @Test
    void nobodyWithdrawsAnotherMembersInvitationButTheHost() {
        scene.learn(scene.admit(1, 3, 0, pass(1, 0)), scene.withdraw(2, 1, 0));
        assertEquals(Standing.MEMBER, scene.standing(3));

        scene.learn(scene.rule(scene.first, 0, Ruling.Order.withdraw(AccessScene.invitation(1), 0)));
        assertEquals(Standing.STRANGER, scene.standing(3));
    }

    @Test
    void aBanBeatsEveryAdmittanceAndHoldsUntilThePardon() {
        scene.learn(scene.rule(scene.first, 0, scene.order(Verb.BAN, 3)), scene.admit(1, 3, 0));
        assertEquals(Standing.BARRED, scene.standing(3));
        assertEquals("because", scene.access().bar(scene.peer(3)).order().text());

        scene.learn(scene.rule(scene.first, 1, scene.order(Verb.PARDON, 3)));
        assertEquals(Standing.MEMBER, scene.standing(3));
    }

    @Test
    void theHolderOfTheLaterEpochHasTheLastWord() {
        scene.learn(scene.rule(scene.second, 0, scene.order(Verb.PARDON, 3)));
        scene.learn(scene.rule(scene.first, 9, scene.order(Verb.BAN, 3)));

        assertEquals(Standing.STRANGER, scene.standing(3));
    }

    @Test
    void whoWasMadeHolderLaterIsNotBarredByTheHolderBefore() {
        scene.learn(scene.rule(scene.first, 0, scene.order(Verb.BAN, 2)));

        assertEquals(Standing.MEMBER, scene.standing(2));
    }

    @Test
    void whatABarredHolderSaidCountsNoMore() {
        scene.learn(
                scene.rule(scene.first, 0, scene.order(Verb.BAN, 1)),
                scene.rule(scene.second, 0, scene.order(Verb.BAN, -1)));

        assertEquals(Standing.BARRED, scene.standing(-1));
        assertEquals(Standing.MEMBER, scene.standing(1));
    }

    @Test
    void theGuestsOfABarredMemberStayAsFarAsTheBarSays() {
        scene.learn(scene.admit(1, 3, 0), scene.admit(1, 4, 1));
        scene.learn(scene.rule(scene.first, 0, Ruling.Order.about(scene.peer(1), Verb.BAN, 1, "stuffing")));

        assertEquals(Standing.MEMBER, scene.standing(3));
        assertEquals(Standing.STRANGER, scene.standing(4));
    }

    @Test
    void aMemberThatMadeItselfHolderThrowsNoVotedMemberOut() {
        Roster alone = scene.party.adopted(scene.roster, List.of(1L, 9L), 1);
        Grant usurped = scene.party.adoptedGrant(scene.roster, 1L << 40, 1, 1);
        Grant sybils = scene.party.grant(alone, 1L << 41, 9, 1, 9);
        scene.learn(alone, usurped, sybils, scene.admit(2, 3, 0));
        scene.learn(
                scene.rule(usurped, 0, scene.order(Verb.BAN, 2)),
                scene.rule(sybils, 0, scene.order(Verb.BAN, -1)),
                scene.rule(sybils, 1, Ruling.Order.party(Verb.UNLOCK, "")),
                scene.rule(scene.first, 0, Ruling.Order.party(Verb.LOCK, "enough")),
                scene.rule(scene.first, 1, scene.order(Verb.PARDON, 3)),
                scene.rule(sybils, 2, scene.order(Verb.BAN, 3)));

        assertEquals(Standing.MEMBER, scene.standing(2));
        assertEquals(Standing.MEMBER, scene.standing(-1));
        assertEquals(Standing.MEMBER, scene.standing(3));
        assertEquals(Standing.STRANGER, scene.standing(9));
        assertNotNull(scene.access().lock());
    }

    @Test
    void aHolderByAnOldAndSmallRosterIsOverruledByThatOfALaterOne() {
        Grant alone = scene.party.grant(scene.party.founding, 1L << 40, -1, -1);
        scene.learn(
                alone,
                scene.rule(alone, 0, scene.order(Verb.BAN, 2)),
                scene.rule(alone, 1, scene.order(Verb.BAN, 1)),
                scene.rule(scene.second, 0, scene.order(Verb.PARDON, 1)));
        assertEquals(Standing.MEMBER, scene.standing(2));
        assertEquals(Standing.MEMBER, scene.standing(1));

        scene.learn(scene.rule(scene.second, 1, scene.order(Verb.BAN, -1)));
        assertEquals(Standing.BARRED, scene.standing(-1));
    }

    @Test
    void theLatestWordLocksOrUnlocks() {
        assertNull(scene.access().lock());
        scene.learn(scene.rule(scene.first, 0, Ruling.Order.party(Verb.LOCK, "full house")));
        assertEquals("full house", scene.access().lock().order().text());
        scene.learn(scene.rule(scene.second, 0, Ruling.Order.party(Verb.UNLOCK, "")));
        assertNull(scene.access().lock());
    }

    @Test
    void onlyTheHolderRulesAndOnlyWithinItsPlaces() {
        Ruling real = scene.rule(scene.first, 0, scene.order(Verb.BAN, 1));
        Ruling lent = new Ruling(real.world(), scene.second.id(), 0, real.order(), real.millis(), real.signature());
        Ruling beyond = scene.rule(scene.first, Ruling.INDEXES_MAX, scene.order(Verb.BAN, 1));
        Grant unknown = scene.party.grant(scene.roster, 7, 1, 1, 2);

        assertEquals(LearnStatus.REFUSED, scene.book.learn(lent));
        assertEquals(LearnStatus.REFUSED, scene.book.learn(beyond));
        assertEquals(LearnStatus.WAITING, scene.book.learn(scene.rule(unknown, 0, scene.order(Verb.BAN, 3))));
    }

    @Test
    void aMemberFillsNoMoreThanItsPlacesInTheBook() {
        for (int i = 0; i < Admittance.SERIALS_MAX + 44; i++) {
            scene.book.learn(scene.admit(1, 100 + i, i));
        }

        assertEquals(Admittance.SERIALS_MAX, scene.book.admittances().size());
        assertEquals(Admittance.SERIALS_MAX, scene.access().nextSerial(scene.peer(1)));
    }

    @Test
    void twoStatementsForOnePlaceLeaveTheSameOneInEitherOrder() {
        Ruling ban = scene.rule(scene.first, 0, scene.order(Verb.BAN, 3));
        Ruling lock = scene.rule(scene.first, 0, Ruling.Order.party(Verb.LOCK, ""));
        ProofBook other = scene.book();
        scene.book.learn(ban);
        scene.book.learn(lock);
        other.learn(lock);
        other.learn(ban);

        assertEquals(List.copyOf(scene.book.rulings()), List.copyOf(other.rulings()));
        assertEquals(1, other.rulings().size());
    }

    @Test
    void credentialsConvinceAMemberThatKnowsTheFounderAlone() {
        scene.learn(
                scene.admit(-1, 1, 0),
                scene.admit(1, 3, 0),
                scene.admit(3, 4, 0),
                scene.rule(scene.first, 0, scene.order(Verb.BAN, 4)),
                scene.rule(scene.second, 0, scene.order(Verb.PARDON, 4)));
        List<Proof> shown = scene.access().credentials(scene.peer(4));
        ProofBook returner = new ProofBook(scene.world.manifest, scene.world.keys);
        shown.forEach(returner::learn);

        Access theirs = Access.of(scene.world.manifest, returner);
        assertEquals(Standing.MEMBER, theirs.standing(scene.peer(4)));
        assertEquals(4, shown.size());
        assertFalse(shown.stream().anyMatch(proof -> proof.encode().length > 1_024));
    }
}
