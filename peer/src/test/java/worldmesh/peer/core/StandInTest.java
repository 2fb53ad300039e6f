package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.peer.admission.Invitation;
import worldmesh.peer.event.FailureEvent;
import worldmesh.peer.event.ReconnectingEvent;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.world.entity.EntityId;
import worldmesh.world.trust.Membership;

/** Who does not reach the giver of an invitation comes in through another member that it names. */
class StandInTest {
    private static final long HOUR = 3_600_000;

    private static final long BOUND_MILLIS = 2_000;

    private final Party party = new Party();
    private final Node ann;
    private final Node bob;

    StandInTest() {
        party.cores = new CoreNet(party.signatures, 5);
        ann = party.node("ann").host(Membership.INVITE);
        party.run(50);
        bob = party.node("bob").join(ann, new JoinRequest(null, null, ann.session.invitationSecret()));
        party.run(2_000);
    }

    /** What a link holds: the giver, and the members that it names now. */
    private JoinRequest with(Invitation invitation) {
        List<Whereabouts> named = ann.session.door().standIns().choose(2);
        byte[] world =
                Objects.requireNonNull(ann.world.manifest()).worldId().hash().bytes();
        return new JoinRequest(ann.signer.peer(), world, invitation.secret()).or(named);
    }

    private Invitation once() {
        return ann.session.door().invite(1, HOUR);
    }

    /** Packets between the two are dropped, nothing refuses them. */
    private Node beyondABlackHole(String name) {
        Node node = party.node(name);
        Objects.requireNonNull(party.cores).cut(MemoryMesh.address(ann.port), MemoryMesh.address(node.port));
        return node;
    }

    private static boolean isIn(Node node) {
        return node.session.state() == SessionState.CONNECTED;
    }

    /** Runs until the node is in; how long it took. */
    private long millisUntilIn(Node node) {
        long from = party.net.nowMillis;
        while (!isIn(node) && party.net.nowMillis - from < 10_000) {
            party.run(Party.STEP_MILLIS);
        }
        return party.net.nowMillis - from;
    }

    private static RefusedEvent refusal(Node node) {
        return Objects.requireNonNull(node.last(RefusedEvent.class), node.name + " was not refused");
    }

    @Test
    void aNewcomerWhoseGiverIsABlackHoleComesInByTheOtherAddressWithinTwoSeconds() {
        Invitation once = once();
        Node eve = beyondABlackHole("eve").join(ann, with(once));
        long millis = millisUntilIn(eve);

        assertTrue(millis < BOUND_MILLIS, "in after " + millis + " ms");
        assertEquals(
                InvitationView.State.USED,
                ann.session.door().invitations().get(1).state());
        party.run(3_000);
        assertEquals(3, eve.session.peers().size(), "ann is reached through bob");
        assertEquals(3, ann.session.peers().size());
        assertTrue(party.converged());
    }

    @Test
    void aReturnerWhoseFirstAddressIsABlackHoleComesBackByTheOtherWithinTwoSeconds() {
        Invitation once = once();
        Node eve = party.node("eve").join(ann, with(once));
        party.run(2_000);
        assertTrue(isIn(eve));
        eve.kill();
        party.run(5_000);
        Objects.requireNonNull(party.cores).cut(MemoryMesh.address(ann.port), MemoryMesh.address(eve.port));
        eve.join(ann, with(once));
        long millis = millisUntilIn(eve);

        assertTrue(millis < BOUND_MILLIS, "in after " + millis + " ms");
    }

    @Test
    void aSecondNewcomerIsToldByTheStandInThatTheInvitationWasUsed() {
        JoinRequest invited = with(once());
        Node eve = beyondABlackHole("eve").join(ann, invited);
        party.run(2_000);
        Node dan = beyondABlackHole("dan").join(ann, invited);
        party.run(2_000);

        assertTrue(isIn(eve));
        assertEquals(RefusalReason.INVITATION_USED, refusal(dan).reason());
        assertEquals(SessionState.CLOSED, dan.session.state());
        assertEquals(3, bob.session.peers().size());
    }

    @Test
    void ofOneAtTheGiverAndOneAtTheStandInASingleUseLetsOneIn() {
        JoinRequest invited = with(once());
        ann.store.holdSyncs();
        Node eve = beyondABlackHole("eve").join(ann, invited);
        Node dan = party.node("dan").join(ann, invited);
        party.run(1_500);
        assertFalse(isIn(eve) || isIn(dan));
        ann.store.sync();
        party.run(3_000);

        assertTrue(isIn(eve) ^ isIn(dan));
    }

    @Test
    void whoReachesBothIsLetInOnce() {
        Invitation twice = ann.session.door().invite(2, HOUR);
        JoinRequest invited = with(twice);
        ann.store.holdSyncs();
        Node eve = party.node("eve").join(ann, invited);
        party.run(1_000);
        assertNotNull(bob.session.peers());
        ann.store.sync();
        party.run(2_000);

        assertTrue(isIn(eve));
        assertEquals(1, ann.session.door().invitations().get(1).usesLeft());
        assertEquals(2, ann.session.stats().givenAdmittances(), "bob's and one of eve");
    }

    @Test
    void aGiverKilledOnceTheUseIsOnDiskAdmitsNoSecondThroughAnybody() {
        JoinRequest invited = with(once());
        ann.store.holdSyncs();
        Node eve = beyondABlackHole("eve").join(ann, invited);
        party.run(1_000);
        ann.kill();
        ann.store.sync();
        assertFalse(isIn(eve));
        eve.kill();
        party.run(5_000);
        ann.host(Membership.INVITE);
        party.run(3_000);
        Node dan = beyondABlackHole("dan").join(ann, invited);
        party.run(3_000);
        eve.join(ann, invited);
        party.run(3_000);

        assertEquals(RefusalReason.INVITATION_USED, refusal(dan).reason());
        assertTrue(isIn(eve));
    }

    @Test
    void whoFindsOnlyTheStandInIsToldWhomItWaitsForAndComesInWhenThatOneIsBack() {
        JoinRequest invited = with(once());
        ann.kill();
        Node eve = party.node("eve").join(ann, invited);
        party.run(5_000);
        assertEquals(RefusalReason.GIVER_AWAY, refusal(eve).reason());
        assertTrue(
                refusal(eve).detail().contains(ann.signer.peer().brief()),
                refusal(eve).detail());
        assertEquals(SessionState.CONNECTING, eve.session.state());
        ann.host(Membership.INVITE);
        party.run(6_000);

        assertTrue(isIn(eve));
    }

    @Test
    void aKickedPlayerComesBackThroughTheStandInByALaterInvitationOnly() {
        Node eve = party.node("eve").join(ann, with(once()));
        party.run(2_000);
        JoinRequest before = with(once());
        party.run(50);
        ann.session.door().kick(eve.signer.peer(), "");
        party.run(2_000);
        Objects.requireNonNull(party.cores).cut(MemoryMesh.address(ann.port), MemoryMesh.address(eve.port));
        eve.kill();
        eve.events.clear();
        eve.join(ann, before);
        party.run(3_000);
        assertEquals(RefusalReason.KICKED, refusal(eve).reason());

        eve.kill();
        eve.events.clear();
        eve.join(ann, with(once()));
        party.run(3_000);
        assertTrue(isIn(eve));
    }

    @Test
    void onlyTheWillingAreNamedAndTwoAtMost() {
        assertEquals(
                List.of(new Whereabouts(bob.signer.peer(), MemoryMesh.address(bob.port))),
                ann.session.door().standIns().choose(2));
        Node shy = party.node("shy");
        shy.settings = shy.settings.withoutStandingIn();
        byte[] secret = ann.session.invitationSecret();
        shy.join(ann, new JoinRequest(null, null, secret));
        party.run(2_000);
        assertEquals(1, ann.session.door().standIns().choose(2).size());
        party.node("cat").join(ann, new JoinRequest(null, null, secret));
        party.node("dan").join(ann, new JoinRequest(null, null, secret));
        party.run(2_000);

        List<Whereabouts> named = ann.session.door().standIns().choose(2);
        assertEquals(2, named.size());
        assertTrue(named.stream().noneMatch(one -> one.peer().equals(shy.signer.peer())));
    }

    @Test
    void aMemberHeardOnlyThroughAnotherIsNotNamed() {
        Node eve = beyondABlackHole("eve").join(ann, with(once()));
        party.run(4_000);
        assertTrue(isIn(eve));

        List<Whereabouts> named = ann.session.door().standIns().choose(2);
        assertEquals(
                List.of(bob.signer.peer()),
                named.stream().map(Whereabouts::peer).toList());
    }

    @Test
    void whoReachesNobodyPlaysOnWithItsOwnWorldAndSaysSo() {
        Node eve = party.node("eve").join(ann, with(once()));
        party.run(2_000);
        eve.kill();
        party.run(5_000);
        CoreNet net = Objects.requireNonNull(party.cores);
        net.cut(MemoryMesh.address(ann.port), MemoryMesh.address(eve.port));
        net.cut(MemoryMesh.address(bob.port), MemoryMesh.address(eve.port));
        eve.events.clear();
        eve.join(ann, with(once()));
        party.run(1_000);
        EntityId block = eve.world.spawn(null, new TestGame.Block(5));
        party.run(2_500);
        assertEquals(new TestGame.Block(5), eve.world.drawn(block, TestGame.Block.class));
        assertNull(eve.last(ReconnectingEvent.class));
        String told =
                Objects.requireNonNull(eve.last(FailureEvent.class)).error().text();
        assertTrue(told.contains("the world goes on here"), told);

        net.heal(MemoryMesh.address(bob.port), MemoryMesh.address(eve.port));
        party.run(4_000);
        assertTrue(isIn(eve));
        assertEquals(new TestGame.Block(5), bob.world.drawn(block, TestGame.Block.class));
    }
}
