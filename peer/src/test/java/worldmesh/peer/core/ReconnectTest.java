package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.event.ConnectionFailedEvent;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.ErrorNotification;
import worldmesh.peer.event.ReconnectingEvent;
import worldmesh.world.entity.EntityId;

/** What a session does when its links are gone, on a virtual clock. */
class ReconnectTest {
    private static final RetryPolicy BY_HAND = RetryPolicy.LINKS.automatic(false);

    private final Party party = new Party();
    private final Node ann = party.node("ann");
    private final Node bob = party.node("bob");

    private void lose() {
        ann.kill();
        bob.mesh.drop(ann.mesh, CloseReason.TIMED_OUT);
    }

    private void play() {
        ann.settings = ann.settings.withReconnect(BY_HAND);
        ann.host();
        bob.join(ann);
        party.run(1_000);
        assertEquals(SessionState.CONNECTED, bob.session.state());
    }

    @Test
    void whatIsLostIsSoughtAtOnceAndThenEverMoreSeldom() {
        play();
        int before = bob.mesh.connects;

        lose();
        party.run(Party.STEP_MILLIS);
        assertEquals(1, bob.mesh.connects - before);
        assertEquals(SessionState.RECONNECTING, bob.session.state());

        party.run(60_000);
        int tries = bob.mesh.connects - before;
        assertTrue(tries >= 60 && tries <= 130, "tries in a minute: " + tries);
        ann.host();
        party.run(1_500);
        assertEquals(SessionState.CONNECTED, bob.session.state());
    }

    @Test
    void aSessionThatDoesNotReconnectStaysFailedAndIsEditedOn() {
        bob.settings = bob.settings.withReconnect(BY_HAND);
        play();
        int before = bob.mesh.connects;

        lose();
        party.run(1_000);
        ann.host();
        EntityId meanwhile = bob.world.spawn(null, new Block(7));
        party.run(60_000);

        assertEquals(SessionState.FAILED, bob.session.state());
        assertEquals(1, bob.heard(ConnectionFailedEvent.class).size());
        assertTrue(bob.heard(ReconnectingEvent.class).isEmpty());
        assertNotNull(bob.last(ErrorNotification.class));
        assertEquals(before, bob.mesh.connects);

        bob.session.reconnect();
        party.run(2_000);
        assertEquals(SessionState.CONNECTED, bob.session.state());
        assertEquals(new Block(7), ann.world.drawn(meanwhile, Block.class));
    }

    @Test
    void whoReachesNobodyTriesForAWhileAndFailsUntilAskedAgain() {
        bob.settings = bob.settings.withReconnect(BY_HAND);
        bob.join(ann);
        party.run(7_000);
        assertEquals(SessionState.CONNECTING, bob.session.state());
        party.run(3_000);
        assertEquals(SessionState.FAILED, bob.session.state());
        int before = bob.mesh.connects;

        party.run(30_000);
        assertEquals(before, bob.mesh.connects);
        ann.host();
        bob.session.reconnect();
        party.run(2_000);
        assertEquals(SessionState.CONNECTED, bob.session.state());
    }

    @Test
    void anotherThanTheOneThatWasMeantIsAskedOnce() {
        ann.host();
        bob.join(ann, JoinRequest.expecting(party.signatures.signer(77).peer()));

        party.run(60_000);

        assertEquals(1, bob.mesh.connects);
        assertEquals(SessionState.CONNECTING, bob.session.state());
    }

    @Test
    void whoIsBannedDoesNotComeBack() {
        play();
        ann.session.ban(bob.mesh.self());
        party.run(1_000);
        int before = bob.mesh.connects;

        party.run(60_000);

        assertEquals(SessionState.CLOSED, bob.session.state());
        assertNotNull(bob.last(DisconnectedEvent.class));
        assertEquals(before, bob.mesh.connects);
    }

    @Test
    void leavingEndsTheTries() {
        play();
        lose();
        party.run(1_000);
        assertEquals(SessionState.RECONNECTING, bob.session.state());
        int before = bob.mesh.connects;

        bob.session.close();
        party.run(60_000);

        assertEquals(before, bob.mesh.connects);
        assertEquals(1, bob.heard(DisconnectedEvent.class).size());
        assertEquals(SessionState.CLOSED, Objects.requireNonNull(bob.session).state());
    }
}
