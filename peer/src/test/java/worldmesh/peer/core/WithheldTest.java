package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.wire.Proofs;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.trust.ReplicaIdentity;

class WithheldTest {
    @Test
    void aProofThatTheAuthorityDoesNotAdmitIsLearnedOnceItDoes() {
        Party party = new Party();
        Node ann = party.node("ann").host();
        Node bob = party.node("bob").join(ann);
        party.run(500);
        ann.judge.withholding = true;
        ReplicaIdentity next =
                ReplicaIdentity.draw(bob.world.replica().manifest().worldId(), bob.signer, 77);
        byte[] proofs = new Proofs(List.of(next.certificate().encode())).encode();
        bob.mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, proofs);
        party.run(300);

        boolean early =
                ann.world.replica().knownProofs().knows(next.certificate().id());
        ann.judge.withholding = false;
        party.run(300);

        assertFalse(early);
        assertTrue(ann.world.replica().knownProofs().knows(next.certificate().id()));
    }

    @Test
    void whatTheAuthoritySealedLeavesOnlyOnceItIsPublished() {
        Party party = new Party();
        Node ann = party.node("ann").open();
        List<AuthorityContext> opened = new ArrayList<>();
        ann.session.host(
                new HostRequest(
                        "party",
                        worldmesh.world.trust.Membership.OPEN,
                        context -> {
                            opened.add(context);
                            return ann.judge.open(context);
                        },
                        1),
                party.nanos(),
                ann.wallMillis());
        Node bob = party.node("bob").join(ann);
        EntityId vein = ann.world.spawn(null, new Block(1));
        party.run(500);
        AuthorityContext authority = opened.get(0);
        authority.replica().get().tenure().putCritical(vein, new Vein(5), 1, 1);
        List<SignedBatch> undurable = authority.replica().get().sealTenure(ann.world.worldMillis());

        ann.world.put(vein, new Block(2));
        party.run(300);
        assertNull(bob.world.drawn(vein, Vein.class));
        authority.replica().get().tenure().confirm(undurable);
        authority.out().publish(undurable);
        party.run(300);

        assertEquals(new Vein(5), bob.world.drawn(vein, Vein.class));
        assertEquals(new Block(2), bob.world.drawn(vein, Block.class));
    }
}
