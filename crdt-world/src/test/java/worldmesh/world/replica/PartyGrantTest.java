package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.world.replica.TestWorld.NOON;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;

/** A founder of a party who cheats: his root key, his own votes and his ordinary replica give him nothing. */
@NullUnmarked // an unexpected null fails the test anyway
class PartyGrantTest {
    private static final long FOUNDER = -1;
    private static final SectorId HERE = SectorId.ORIGIN;

    private final TestWorld world = new TestWorld(Hosting.PARTY);
    private final VotedProofs party = new VotedProofs(world);
    private final Replica bob = world.replica(2);
    private final Replica founder = world.replica(FOUNDER);
    private final Grant rooted = world.grant(9, FOUNDER);
    private final Grant voted = party.grant(party.founding, 9, FOUNDER, FOUNDER);
    private final ReplicaIdentity tenure = world.tenure(FOUNDER, 50);
    private final EntityId block;
    private long sequence;

    PartyGrantTest() {
        bob.learn(founder.self().certificate());
        founder.learn(bob.self().certificate());
        block = bob.spawn(HERE, new TestWorld.Block(1, "b"), new TestWorld.Position(1, 1));
        bob.seal(NOON);
    }

    private SignedBatch cheat(Grant grant, long sequence, Op... ops) {
        ReplicaIdentity self = founder.self();
        BatchKey key = new BatchKey(world.manifest.worldId(), HERE, self.replica(), sequence);
        return SignedBatch.sign(
                key, new BatchContent((NOON << 16) + sequence, grant.id(), List.of(ops)), self.signer());
    }

    private Op write(Record value, ProofId claim, long index) {
        ComponentType<?> type = TestWorld.SCHEMA.type(value.getClass());
        Payload bytes = Payload.wrap(TestWorld.SCHEMA.typeOf(value).codec().encode(value));
        return new Op.Write(block, type.id(), claim, index, bytes);
    }

    private Claim decree(Grant grant, ReplicaIdentity author) {
        return new Claim(
                        world.manifest.worldId(),
                        block,
                        1,
                        founder.self().peer(),
                        null,
                        grant.id(),
                        NOON << 16,
                        author.replica(),
                        new Signature(new byte[Signature.BYTES]))
                .signedBy(author.signer());
    }

    @Test
    void theRootsOwnGrantCountsInAHostedWorldAlone() {
        TestWorld hosted = new TestWorld(Hosting.HOSTED);

        assertEquals(LearnStatus.REFUSED, bob.learn(rooted).status());
        assertEquals(
                LearnStatus.LEARNED,
                hosted.replica(2).learn(hosted.grant(9, FOUNDER)).status());
        assertEquals(LearnStatus.LEARNED, bob.learn(voted).status());
    }

    @Test
    void noGrantOfAPartyServesAnOrdinaryReplica() {
        bob.learn(voted);
        Op gold = write(new TestWorld.Purse(1_000_000), null, 1);
        Op end = new Op.Delete(block, null);

        MergeResult named = bob.merge(cheat(voted, ++sequence, gold, end), NOON);
        MergeResult unknown = bob.merge(cheat(rooted, ++sequence, gold, end), NOON);

        assertEquals(MergeResult.Kind.APPLIED, named.kind());
        assertEquals(MergeResult.Kind.PARKED, unknown.kind());
        assertEquals(2, bob.stats().refusedOps());
        assertNull(bob.get(block, TestWorld.Purse.class));
        assertTrue(bob.exists(block));
    }

    @Test
    void aDecreeIsNeitherTheOrdinaryReplicasNorPassedOnByItsHand() {
        bob.learn(voted);
        bob.learn(tenure.certificate());
        Claim own = decree(voted, founder.self());
        Claim smuggled = decree(voted, tenure);

        bob.merge(cheat(voted, ++sequence, new Op.Transfer(own)), NOON);
        bob.merge(cheat(voted, ++sequence, new Op.Transfer(smuggled)), NOON);

        assertEquals(bob.self().peer(), bob.owner(block));
        assertFalse(bob.knownProofs().knows(smuggled.id()));
        assertEquals(2, bob.stats().refusedOps());
        assertEquals(
                MergeResult.Kind.PARKED,
                bob.merge(cheat(voted, ++sequence, write(new TestWorld.Position(9, 9), smuggled.id(), 0)), NOON)
                        .kind());
        assertNotNull(bob.get(block, TestWorld.Position.class));
        assertEquals(new TestWorld.Position(1, 1), bob.get(block, TestWorld.Position.class));
    }
}
