package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.event.DisconnectReason;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Refuse;
import worldmesh.peer.wire.Welcome;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;

class AdmissionTest {
    private final Party party = new Party();

    private static void assertRefused(Node joiner, RefusalReason reason) {
        RefusedEvent refused = joiner.heard(RefusedEvent.class).get(0);
        assertEquals(reason, refused.reason(), refused.detail());
        assertEquals(
                DisconnectReason.REFUSED,
                Objects.requireNonNull(joiner.last(DisconnectedEvent.class)).reason());
        assertEquals(SessionState.CLOSED, joiner.session.state());
    }

    @Test
    void aPlayerWithOtherComponentsIsRefusedWithBothHashes() {
        Node host = party.node("ann").host();
        party.game = new OtherGame();
        Node joiner = party.node("bob").join(host);
        party.run(1_000);

        assertRefused(joiner, RefusalReason.SCHEMA_MISMATCH);
        String detail = joiner.heard(RefusedEvent.class).get(0).detail();
        assertTrue(detail.contains(host.world.schema().hash().brief()), detail);
        assertTrue(detail.contains(joiner.world.schema().hash().brief()), detail);
    }

    @Test
    void aPartyThatAllowsOtherComponentsPassesThemOnUnread() {
        Node host = party.node("ann");
        host.settings = SessionSettings.defaults().allowingOtherSchemas();
        host.host();
        party.game = new OtherGame();
        Node first = party.node("bob");
        first.settings = host.settings;
        first.join(host);
        Node second = party.node("eve");
        second.settings = host.settings;
        second.join(host);
        party.run(1_000);
        party.net.cut(first.mesh, second.mesh);

        var extra = first.world.spawn(null, new OtherGame.Extra(3));
        party.run(300);

        assertEquals(new OtherGame.Extra(3), second.world.drawn(extra, OtherGame.Extra.class));
        assertTrue(host.world.exists(extra));
    }

    @Test
    void aPlayerOfAnotherWorldIsRefused() {
        Node host = party.node("ann").host();
        Node other = party.node("bob").host();
        party.run(50);
        other.session.close();
        other.join(host);
        party.run(1_000);

        assertRefused(other, RefusalReason.WORLD_MISMATCH);
    }

    @Test
    void aWorldByInvitationTakesNobodyWithoutOne() {
        Node host = party.node("ann").host(Membership.INVITE);
        Node joiner = party.node("bob").join(host);
        party.run(1_000);

        assertRefused(joiner, RefusalReason.INVITATION_WRONG);
    }

    @Test
    void aWrongSecretIsNoInvitation() {
        Node host = party.node("ann").host(Membership.INVITE);
        byte[] wrong = host.session.invitationSecret();
        wrong[0] ^= 1;
        Node joiner = party.node("bob").join(host, new JoinRequest(host.world.self(), null, wrong));
        party.run(1_000);

        assertRefused(joiner, RefusalReason.INVITATION_WRONG);
    }

    @Test
    void invitedPlayersComeInAndTrustEachOther() {
        Node host = party.node("ann").host(Membership.INVITE);
        JoinRequest invited = new JoinRequest(host.world.self(), null, host.session.invitationSecret());
        Node bob = party.node("bob").join(host, invited);
        Node eve = party.node("eve").join(host, invited);
        party.run(1_500);

        assertEquals(3, bob.session.peers().size());
        assertEquals(3, eve.session.peers().size());
        bob.session.close();
        bob.join(host);
        party.run(1_000);
        assertEquals(SessionState.CONNECTED, bob.session.state());
    }

    @Test
    void anInvitationToAnotherWorldIsRefusedByTheJoiner() {
        Node host = party.node("ann").host();
        Node joiner = party.node("bob").join(host, new JoinRequest(null, new byte[32], new byte[0]));
        party.run(1_000);

        assertRefused(joiner, RefusalReason.WORLD_MISMATCH);
    }

    @Test
    void aFullPartyTakesNoMore() {
        Node host = party.node("ann");
        host.settings = SessionSettings.defaults().withMembersMax(1);
        host.host();
        party.node("bob").join(host);
        party.run(500);
        Node late = party.node("eve").join(host);
        party.run(1_000);

        assertRefused(late, RefusalReason.SERVER_FULL);
    }

    @Test
    void aBannedPlayerIsRemovedAndNotLetInAgain() {
        Node host = party.node("ann").host();
        Node bob = party.node("bob").join(host);
        party.run(500);

        host.session.ban(bob.world.self());
        party.run(1_000);

        assertEquals(
                DisconnectReason.KICKED,
                Objects.requireNonNull(bob.last(DisconnectedEvent.class)).reason());
        bob.events.clear();
        bob.join(host);
        party.run(1_000);
        assertRefused(bob, RefusalReason.BANNED);
    }

    @Test
    void whoseWelcomeIsTooLateForTheHostIsNotSentAwayAndComesInOverTheNextLink() {
        Node host = party.node("ann").host();
        Node bob = party.node("bob").join(host);
        boolean[] late = {true};
        party.run(500);
        party.net.tamper = (to, message) ->
                late[0] && to.equals(host.world.self()) && MessageKind.decode(message) instanceof Welcome
                        ? new byte[0]
                        : message;

        party.net.cut(host.mesh, bob.mesh);
        party.net.heal(host.mesh, bob.mesh);
        party.run(8_000);
        List<RefusedEvent> refused = bob.heard(RefusedEvent.class);
        late[0] = false;
        party.run(8_000);

        assertEquals(RefusalReason.PROTOCOL, refused.get(0).reason());
        assertNull(bob.last(DisconnectedEvent.class));
        assertEquals(SessionState.CONNECTED, bob.session.state());
        assertEquals(2, host.session.peers().size());
    }

    @Test
    void anotherProtocolVersionIsRefused() {
        Node host = party.node("ann").host();
        MemoryMesh.Port stranger = party.net.open(party.signatures.signer(77).publicKey(), 9_077);
        stranger.connect(MemoryMesh.address(host.port), null);
        byte[] hash = host.world.schema().hash().bytes();
        Hello hello = new Hello(Hello.VERSION + 1, new byte[0], hash, "mal", 1, new byte[0], false);
        stranger.send(host.mesh.self(), Lane.RELIABLE, 0, hello.encode());
        party.run(100);

        int[] reason = new int[1];
        stranger.drain(
                signal -> {
                    if (signal instanceof worldmesh.mesh.link.MeshSignal.Received received
                            && MessageKind.decode(received.message()) instanceof Refuse refuse) {
                        reason[0] = refuse.reason();
                    }
                },
                100);
        assertEquals(RefusalReason.VERSION.code(), reason[0]);
    }

    @Test
    void nothingIsHeardFromAPeerThatDidNotSayHello() {
        Node host = party.node("ann").host();
        Node bob = party.node("bob").join(host);
        party.run(500);
        bob.session.say("hello");
        party.run(100);
        MemoryMesh.Port stranger = party.net.open(party.signatures.signer(77).publicKey(), 9_077);
        stranger.connect(MemoryMesh.address(host.port), null);
        var notice = new worldmesh.peer.wire.Notice("free gold");
        stranger.send(host.mesh.self(), Lane.RELIABLE, 0, notice.encode());
        party.run(4_000);

        assertEquals(1, host.heard(MessageEvent.class).size());
        assertTrue(host.session.stats().unexpectedMessages() > 0);
        assertFalse(host.session.peers().stream().anyMatch(p -> p.peer().equals(stranger.self())));
    }

    @Test
    void onlyTheFounderOpensAHostedWorld() {
        Node host = party.node("ann");
        host.host(new HostRequest("realm", Membership.OPEN, Hosting.HOSTED, host.judge, 1));
        Node bob = party.node("bob").join(host);
        party.run(500);
        bob.session.close();

        IllegalStateException refused = assertThrows(IllegalStateException.class, bob::host);

        assertTrue(refused.toString().contains("was founded by peer"), refused.toString());
    }

    @Test
    void editsBeforeAWorldIsKnownAreAClearError() {
        Node bob = party.node("bob").open();

        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> bob.world.spawn(null, new Block(1)));

        assertTrue(refused.toString().contains("no world is known yet"), refused.toString());
    }

    /** The game with one more component. */
    static final class OtherGame extends TestGame {
        @Component("extra")
        record Extra(int value) {}

        @Override
        Schema schema() {
            return Schema.of(Position.class, Block.class, Vein.class, Extra.class, Dig.class);
        }
    }
}
