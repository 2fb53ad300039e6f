package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.peer.wire.InvitedBy;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.TimePing;
import worldmesh.peer.wire.VouchAsk;
import worldmesh.peer.wire.VouchRefusal;
import worldmesh.world.trust.Membership;

/** A member that asks for newcomers there are not, or says what no giver said. */
class StandInHostileTest {
    private final Party party = new Party();
    private final List<VouchAsk> asked = new ArrayList<>();
    private final Node ann;
    private final Node bob;
    private final Node mallory;
    private boolean asksArrive = true;

    StandInHostileTest() {
        ann = party.node("ann").host(Membership.INVITE);
        party.run(50);
        JoinRequest founders = new JoinRequest(null, null, ann.session.invitationSecret());
        bob = party.node("bob").join(ann, founders);
        mallory = party.node("mallory").join(ann, founders);
        party.run(1_000);
        party.net.tamper = (to, message) -> {
            boolean ask = MessageKind.decode(message) instanceof VouchAsk read && asked.add(read);
            return ask && !asksArrive ? new TimePing(1).encode() : message;
        };
    }

    /** Comes to bob alone, by an invitation of ann's for two. */
    private Node comesToBob(String name) {
        byte[] secret = ann.session.door().invite(2, 3_600_000).secret();
        byte[] world =
                Objects.requireNonNull(ann.world.manifest()).worldId().hash().bytes();
        Node node = party.node(name).open();
        party.net.cut(node.mesh, ann.mesh);
        party.net.cut(node.mesh, mallory.mesh);
        Whereabouts there = new Whereabouts(bob.signer.peer(), MemoryMesh.address(bob.port));
        JoinRequest request = new JoinRequest(ann.signer.peer(), world, secret).or(List.of(there));
        node.session.join(MemoryMesh.address(ann.port), request, party.nanos(), node.wallMillis());
        return node;
    }

    private static boolean isIn(Node node) {
        return node.session.state() == SessionState.CONNECTED;
    }

    private void says(Node from, Node to, Message message) {
        assertTrue(from.mesh.send(to.signer.peer(), Lane.RELIABLE, 0, message.encode()));
    }

    @Test
    void whatWasShownToOneMemberServesNoOtherAndNobodyElse() {
        asksArrive = false;
        Node eve = comesToBob("eve");
        party.run(600);
        asksArrive = true;
        VouchAsk shown = asked.get(0);
        long given = ann.session.stats().givenAdmittances();
        says(mallory, ann, shown);
        says(mallory, ann, new VouchAsk(mallory.signer.peer(), shown.binding(), shown.proof()));
        says(bob, ann, new VouchAsk(party.signatures.signer(77).peer(), shown.binding(), shown.proof()));
        party.run(200);

        assertEquals(given, ann.session.stats().givenAdmittances());
        assertEquals(2, ann.session.stats().refusedInvitations(), "a member needs no invitation");
        assertFalse(isIn(eve));
        party.run(6_000);
        assertTrue(isIn(eve), "what it shows bob anew serves");
        assertEquals(given + 1, ann.session.stats().givenAdmittances());
    }

    @Test
    void onlyTheGiverRefuses() {
        asksArrive = false;
        Node eve = comesToBob("eve");
        party.run(600);
        says(mallory, bob, new VouchRefusal(eve.signer.peer(), 11, "no"));
        says(ann, bob, new VouchRefusal(mallory.signer.peer(), 11, "whom?"));
        party.run(200);
        asksArrive = true;
        says(bob, ann, asked.get(0));
        party.run(1_000);

        assertTrue(isIn(eve));
        assertEquals(2, bob.session.stats().unexpectedMessages());
    }

    @Test
    void whoAsksWithoutEndIsNotAnsweredWithoutEnd() {
        for (int i = 0; i < 100; i++) {
            byte[] proof = new byte[VouchAsk.HASH_BYTES];
            says(mallory, ann, new VouchAsk(party.signatures.signer(100 + i).peer(), proof, proof));
        }
        party.run(100);

        assertEquals(StandInDesk.BURST, ann.session.stats().refusedInvitations());
        assertEquals(100 - StandInDesk.BURST, ann.session.stats().limitedMessages());
        party.run(1_000);
        Node eve = comesToBob("eve");
        party.run(1_000);
        assertTrue(isIn(eve));
    }

    @Test
    void aGiverNamedTwiceOrTooLateIsCounted() {
        long before = bob.session.stats().unexpectedMessages();
        says(mallory, bob, new InvitedBy(ann.signer.peer()));
        party.run(100);

        assertEquals(before + 1, bob.session.stats().unexpectedMessages());
    }
}
