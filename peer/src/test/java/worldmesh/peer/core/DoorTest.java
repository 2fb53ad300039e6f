package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.admission.Invitation;
import worldmesh.peer.event.DisconnectReason;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.wire.Proofs;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;

/** Who may come into a party: invitations, vouching, the lock, kicks and bans, at every member and after restarts. */
class DoorTest {
    private static final long HOUR = 3_600_000;

    private final Party party = new Party();

    private Node invitingHost() {
        Node host = party.node("ann").host(Membership.INVITE);
        party.run(50);
        return host;
    }

    private static JoinRequest with(Invitation invitation) {
        return new JoinRequest(null, null, invitation.secret());
    }

    private static JoinRequest founders(Node host) {
        return new JoinRequest(null, null, host.session.invitationSecret());
    }

    private static boolean isIn(Node node) {
        return node.session.state() == SessionState.CONNECTED;
    }

    private static boolean linked(Node one, Node other) {
        return one.session.peers().stream().anyMatch(peer -> peer.peer().equals(other.signer.peer()));
    }

    private static RefusedEvent refusal(Node node) {
        return Objects.requireNonNull(node.last(RefusedEvent.class), node.name + " was not refused");
    }

    private Node comesBack(Node node, Node to) {
        node.events.clear();
        return node.join(to);
    }

    @Test
    void aSingleUseInvitationLetsOneInAndTellsTheSecondWhy() {
        Node ann = invitingHost();
        Invitation once = ann.session.door().invite(1, HOUR);
        Node bob = party.node("bob").join(ann, with(once));
        party.run(1_000);
        Node eve = party.node("eve").join(ann, with(once));
        party.run(1_000);

        assertTrue(isIn(bob));
        assertEquals(RefusalReason.INVITATION_USED, refusal(eve).reason());
        assertEquals(RefusalReason.INVITATION_USED, refusal(ann).reason());
        assertEquals(1, ann.session.stats().refusedInvitations());
        assertEquals(
                InvitationView.State.USED,
                ann.session.door().invitations().get(1).state());
    }

    @Test
    void ofTwoThatComeAtOnceASingleUseInvitationLetsOneIn() {
        Node ann = invitingHost();
        ann.store.holdSyncs();
        Invitation once = ann.session.door().invite(1, HOUR);
        Node bob = party.node("bob").join(ann, with(once));
        Node eve = party.node("eve").join(ann, with(once));
        party.run(300);
        assertFalse(isIn(bob) || isIn(eve));
        ann.store.sync();
        party.run(1_000);

        assertTrue(isIn(bob) ^ isIn(eve));
    }

    @Test
    void anIssuerKilledOnceTheUseIsOnDiskAdmitsNoSecond() {
        Node ann = invitingHost();
        Invitation once = ann.session.door().invite(1, HOUR);
        ann.store.holdSyncs();
        Node bob = party.node("bob").join(ann, with(once));
        party.run(300);
        ann.kill();
        ann.store.sync();
        assertFalse(isIn(bob));
        bob.kill();
        ann.host(Membership.INVITE);
        Node eve = party.node("eve").join(ann, with(once));
        party.run(1_000);
        comesBack(bob, ann);
        party.run(1_000);

        assertEquals(RefusalReason.INVITATION_USED, refusal(eve).reason());
        assertTrue(isIn(bob));
    }

    @Test
    void anIssuerKilledBeforeTheUseIsOnDiskHasToldNobody() {
        Node ann = invitingHost();
        Invitation once = ann.session.door().invite(1, HOUR);
        ann.store.holdSyncs();
        Node bob = party.node("bob").join(ann, with(once));
        party.run(300);
        ann.kill();
        bob.kill();
        assertEquals(null, bob.store.manifest());
        Proof lost = ann.store.proofs().stream()
                .filter(Admittance.class::isInstance)
                .findFirst()
                .orElseThrow();
        ann.store.loseUnsynced(lost);
        ann.host(Membership.INVITE);
        Node eve = party.node("eve").join(ann, with(once));
        party.run(1_000);

        assertTrue(isIn(eve));
    }

    @Test
    void expiredAndRevokedInvitationsAreRefusedWithTheirReasons() {
        Node ann = invitingHost();
        Invitation brief = ann.session.door().invite(1, 500);
        Invitation taken = ann.session.door().invite(3, HOUR);
        String id = taken.id().toString().substring(0, 8);
        Node bob = party.node("bob").join(ann, with(taken));
        party.run(1_000);
        assertTrue(ann.session.door().revoke(id));
        assertFalse(ann.session.door().revoke(id));
        Node eve = party.node("eve").join(ann, with(taken));
        Node dan = party.node("dan").join(ann, with(brief));
        party.run(1_000);

        assertEquals(RefusalReason.INVITATION_REVOKED, refusal(eve).reason());
        assertEquals(RefusalReason.INVITATION_EXPIRED, refusal(dan).reason());
        assertTrue(isIn(bob));
        bob.session.close();
        comesBack(bob, ann);
        party.run(1_000);
        assertTrue(isIn(bob));
    }

    @Test
    void whomAMemberInvitedIsBelievedByAllAndStaysAMemberWithoutIt() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node cat = party.node("cat").join(ann, founders(ann));
        party.run(1_000);
        Invitation once = bob.session.door().invite(1, HOUR);
        Node dan = party.node("dan").join(bob, with(once));
        party.run(1_500);
        assertTrue(linked(dan, ann) && linked(dan, cat) && linked(dan, bob));
        bob.kill();
        dan.session.close();
        ann.kill();
        ann.host(Membership.INVITE);
        comesBack(dan, ann);
        party.run(1_500);

        assertTrue(isIn(dan));
    }

    @Test
    void aMemberThatWasAwayBelievesTheNewcomerByWhatItShows() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node cat = party.node("cat").join(ann, founders(ann));
        party.run(1_000);
        cat.session.close();
        party.run(100);
        Node dan = party.node("dan").join(bob, with(bob.session.door().invite(1, HOUR)));
        party.run(1_500);
        ann.kill();
        bob.kill();
        comesBack(cat, dan);
        party.run(2_000);

        assertTrue(linked(cat, dan) && linked(dan, cat));
    }

    @Test
    void aLockedPartyTakesItsOwnBackAndNobodyNewAtAnyMember() {
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        party.run(1_000);
        ann.session.door().lock("full house");
        party.run(200);
        Node eve = party.node("eve").join(bob);
        bob.session.close();
        party.run(500);
        comesBack(bob, ann);
        party.run(1_000);
        assertTrue(isIn(bob));
        assertEquals(RefusalReason.LOCKED, refusal(eve).reason());
        assertTrue(refusal(eve).detail().contains("full house"), refusal(eve).detail());
        assertTrue(bob.session.door().view().locked());

        ann.session.door().unlock();
        party.run(200);
        comesBack(eve, ann);
        party.run(1_000);
        assertTrue(isIn(eve));
    }

    @Test
    void aKickedPlayerIsRefusedByEveryMemberAlsoAfterTheirRestart() {
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        Node eve = party.node("eve").join(ann);
        party.run(1_000);
        ann.session.door().kick(eve.signer.peer(), "griefing");
        party.run(1_000);
        assertEquals(
                DisconnectReason.KICKED,
                Objects.requireNonNull(eve.last(DisconnectedEvent.class)).reason());
        assertFalse(linked(bob, eve));
        assertTrue(bob.session.stats().enforcedBars() > 0);

        bob.kill();
        comesBack(bob, ann);
        party.run(1_000);
        comesBack(eve, bob);
        party.run(1_000);
        assertEquals(RefusalReason.KICKED, refusal(eve).reason());
        assertTrue(refusal(eve).detail().contains("griefing"), refusal(eve).detail());
    }

    @Test
    void aBanReachesMembersThatWereAwayAndEndsByThePardon() {
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        Node eve = party.node("eve").join(ann);
        party.run(1_000);
        PeerId out = eve.signer.peer();
        bob.kill();
        ann.session.door().ban(out, "");
        party.run(500);
        comesBack(bob, ann);
        party.run(1_000);
        comesBack(eve, bob);
        party.run(1_000);
        assertEquals(RefusalReason.BANNED, refusal(eve).reason());

        assertTrue(ann.session.door().pardon(out));
        assertFalse(ann.session.door().pardon(out));
        party.run(200);
        comesBack(eve, bob);
        party.run(1_500);
        assertTrue(isIn(eve));
        assertTrue(linked(eve, ann));
    }

    @Test
    void whoLooksForThePartyAndRefusesABannedPlayerMeanwhileGoesOnLooking() {
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        Node eve = party.node("eve").join(ann);
        party.run(1_000);
        ann.session.door().ban(eve.signer.peer(), "");
        party.run(500);
        bob.kill();
        comesBack(bob, ann);
        party.net.cut(bob.mesh, ann.mesh);
        comesBack(eve, bob);
        party.run(500);
        assertEquals(eve.signer.peer(), refusal(bob).peer());

        party.net.heal(bob.mesh, ann.mesh);
        party.run(5_000);

        assertTrue(isIn(bob));
    }

    @Test
    void aLaterInvitationOfTheHostBringsAKickedPlayerBackAndNoBannedOne() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node eve = party.node("eve").join(ann, founders(ann));
        party.run(1_000);
        Invitation before = ann.session.door().invite(1, HOUR);
        party.run(50);
        ann.session.door().kick(bob.signer.peer(), "");
        ann.session.door().ban(eve.signer.peer(), "");
        party.run(1_000);
        bob.events.clear();
        bob.join(ann, with(before));
        party.run(1_000);
        assertEquals(RefusalReason.KICKED, refusal(bob).reason());

        bob.events.clear();
        bob.join(ann, with(ann.session.door().invite(1, HOUR)));
        eve.events.clear();
        eve.join(ann, with(ann.session.door().invite(1, HOUR)));
        party.run(1_000);
        assertTrue(isIn(bob));
        assertEquals(RefusalReason.BANNED, refusal(eve).reason());
    }

    @Test
    void onlyTheHostSaysWhoMayComeIn() {
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        party.run(1_000);

        assertThrows(IllegalStateException.class, () -> bob.session.door().ban(ann.signer.peer(), ""));
        assertThrows(IllegalStateException.class, () -> bob.session.door().lock(""));
        assertThrows(IllegalArgumentException.class, () -> ann.session.door().ban(ann.signer.peer(), ""));
        assertFalse(bob.session.ban(ann.signer.peer()));
        assertTrue(isIn(ann));
    }

    @Test
    void aMemberThatVouchesForAHundredKeysIsBelievedSlowlyAndBannedWithThem() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node eve = party.node("eve").join(ann, founders(ann));
        party.run(1_000);
        flood(eve, ann, 100);
        party.run(500);
        assertTrue(admittances(ann) <= 34, "believed " + admittances(ann));
        assertTrue(ann.session.stats().limitedAdmittances() >= 60);
        party.run(20_000);
        assertEquals(40, admittances(ann));

        ann.session.door().ban(eve.signer.peer(), "stuffing");
        party.run(500);
        PeerId sybil = party.signatures.signer(5_000).peer();
        for (Node member : List.of(ann, bob)) {
            assertEquals(
                    worldmesh.world.access.Standing.STRANGER,
                    member.session.door().access().standing(sybil));
        }
    }

    @Test
    void copiesOfAFloodThatComeLaterDoNotRaiseWhatIsBelievedOfIt() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node eve = party.node("eve").join(ann, founders(ann));
        party.run(1_000);
        flood(eve, ann, 100);
        party.run(10_000);
        flood(eve, bob, 100);
        party.run(10_000);
        flood(eve, ann, 100);
        flood(eve, bob, 100);
        party.run(30_000);

        assertEquals(40, admittances(ann));
        assertEquals(40, admittances(bob));
    }

    private void flood(Node from, Node to, int keys) {
        for (int i = 0; i < keys; i++) {
            Proof stuffed = Admittance.sign(
                    from.world.replica().manifest().worldId(),
                    party.signatures.signer(5_000 + i).peer(),
                    i,
                    Admittance.Pass.NONE,
                    new Admittance.TimedSigner(from.signer, 1));
            from.mesh.send(to.signer.peer(), Lane.RELIABLE, 0, new Proofs(List.of(stuffed.encode())).encode());
        }
    }

    @Test
    void forgedAdmittancesDoNotSpendTheRateOfTheMemberTheyName() {
        Node ann = invitingHost();
        Node bob = party.node("bob").join(ann, founders(ann));
        Node eve = party.node("eve").join(ann, founders(ann));
        party.run(1_000);
        for (int i = 0; i < 60; i++) {
            Admittance own = Admittance.sign(
                    ann.world.replica().manifest().worldId(),
                    party.signatures.signer(5_000 + i).peer(),
                    i,
                    Admittance.Pass.NONE,
                    new Admittance.TimedSigner(eve.signer, 1));
            Proof forged = new Admittance(
                    own.world(),
                    bob.signer.publicKey(),
                    own.newcomer(),
                    own.serial(),
                    own.pass(),
                    own.millis(),
                    own.signature());
            eve.mesh.send(ann.signer.peer(), Lane.RELIABLE, 0, new Proofs(List.of(forged.encode())).encode());
        }
        party.run(200);
        Node dan = party.node("dan").join(bob, with(bob.session.door().invite(1, HOUR)));
        party.run(1_500);

        assertEquals(0, ann.session.stats().limitedAdmittances());
        assertTrue(linked(dan, ann));
    }

    private static int admittances(Node node) {
        return node.world.replica().knownProofs().admittances().size() - 2;
    }

    @Test
    void aFullPartyRefusesWithoutUsingTheInvitationUp() {
        Node ann = party.node("ann");
        ann.settings = SessionSettings.defaults().withMembersMax(1);
        ann.host(Membership.INVITE);
        party.run(50);
        Node bob = party.node("bob").join(ann, founders(ann));
        party.run(1_000);
        Invitation once = ann.session.door().invite(1, HOUR);
        Node eve = party.node("eve").join(ann, with(once));
        party.run(1_000);
        assertEquals(RefusalReason.SERVER_FULL, refusal(eve).reason());

        bob.session.close();
        party.run(200);
        eve.events.clear();
        eve.join(ann, with(once));
        party.run(1_000);
        assertTrue(isIn(eve));
    }

    @Test
    void theBookKeepsSoManyOpenInvitationsAndForgetsFinishedOnes() {
        Node ann = invitingHost();
        DoorDesk door = ann.session.door();
        door.invite(1, 100);
        for (int i = 0; i < 62; i++) {
            door.invite(1, HOUR);
        }
        assertThrows(IllegalStateException.class, () -> door.invite(1, HOUR));
        party.run(500);

        door.invite(1, HOUR);

        assertEquals(64, door.invitations().size());
        assertThrows(IllegalArgumentException.class, () -> door.invite(0, HOUR));
        assertEquals(63, ann.session.door().view().invitationsLeft());
    }
}
