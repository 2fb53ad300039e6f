package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Tenure;
import worldmesh.world.trust.ReplicaIdentity;

class WithheldTest {
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
        Replica replica = authority.replica().get();
        ReplicaIdentity identity = ReplicaIdentity.drawTenure(replica.manifest().worldId(), ann.signer, 77);
        authority.out().announce(identity.certificate());
        Tenure tenure = replica.openTenure(identity);
        tenure.putCritical(vein, new Vein(5), 1, 1);
        List<SignedBatch> undurable = replica.sealTenure(ann.world.worldMillis());

        ann.world.put(vein, new Block(2));
        party.run(300);
        assertNull(bob.world.drawn(vein, Vein.class));
        tenure.confirm(undurable);
        authority.out().publish(undurable);
        party.run(300);

        assertEquals(new Vein(5), bob.world.drawn(vein, Vein.class));
        assertEquals(new Block(2), bob.world.drawn(vein, Block.class));
    }
}
