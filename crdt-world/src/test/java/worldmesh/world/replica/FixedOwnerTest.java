package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.Component;
import worldmesh.world.component.Networked;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.ReplicationConfig.OwnerChange;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.Register;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;

/** What has a fixed owner is its maker's for ever, on every replica and in every order of arrival. */
@NullUnmarked // an unexpected null fails the test anyway
class FixedOwnerTest {
    @Component("name")
    @Networked(replication = @ReplicationConfig(ownerChange = OwnerChange.FIXED))
    record Name(String text) {}

    private static final Schema SCHEMA = Schema.of(Name.class, TestWorld.Position.class);
    private static final int NAME = SCHEMA.type(Name.class).id();
    private static final SectorId HERE = SectorId.ORIGIN;
    private static final SectorId EAST = new SectorId(1, 0, 0);
    private static final long NOON = TestWorld.NOON;

    private final TestWorld world = new TestWorld();
    private final List<SignedBatch> sent = new ArrayList<>();
    private final ReplicaIdentity eve = world.identity(666, 1);
    private final Grant grant = world.grant(1, 666);
    private Replica ann;
    private EntityId player;
    private long sequence;

    @BeforeEach
    void annIsBornWithAName() {
        ann = replica(1);
        ann.advance(NOON);
        player = ann.spawn(HERE, new Name("ann"), new TestWorld.Position(1, 1));
        sent.addAll(ann.seal(NOON));
    }

    private Replica replica(long peer) {
        return new Replica(new Replica.Setup(
                world.manifest,
                SCHEMA,
                world.identity(peer, 1),
                world.keys,
                OwnershipCheck.STRICT,
                worldmesh.world.replica.ReplicaLimits.DEFAULT));
    }

    private static Payload text(String text) {
        return Payload.wrap(SCHEMA.type(Name.class).codec().encode(new Name(text)));
    }

    private Claim claim(EntityId entity, boolean granted, long clock) {
        ProofId right = granted ? grant.id() : null;
        return new Claim(
                        world.manifest.worldId(),
                        entity,
                        1,
                        eve.peer(),
                        null,
                        right,
                        clock,
                        eve.replica(),
                        new Signature(new byte[Signature.BYTES]))
                .signedBy(eve.signer());
    }

    /** A batch of eve, a second after noon and later. */
    private SignedBatch cheat(ProofId right, Op... ops) {
        sequence++;
        BatchKey key = new BatchKey(world.manifest.worldId(), HERE, eve.replica(), sequence);
        return SignedBatch.sign(
                key, new BatchContent(((NOON + 1_000) << 16) + sequence, right, List.of(ops)), eve.signer());
    }

    /** A third peer that was told everything in some order. */
    private Replica bob(long seed) {
        Replica bob = replica(2);
        bob.learn(world.identity(1, 1).certificate());
        bob.learn(eve.certificate());
        bob.learn(grant);
        List<SignedBatch> shuffled = new ArrayList<>(sent);
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.forEach(batch -> bob.merge(batch, NOON + 10_000));
        bob.retryParked(NOON + 10_000);
        return bob;
    }

    @Test
    void aClaimIsVoidOnEveryReplicaWhoeverMakesIt() {
        Claim theft = claim(player, false, (NOON + 1_000) << 16);
        Claim decree = claim(player, true, (NOON + 1_000) << 16);
        sent.add(cheat(null, new Op.Transfer(theft), new Op.Write(player, NAME, theft.id(), 0, text("stolen"))));
        sent.add(cheat(
                grant.id(), new Op.Transfer(decree), new Op.Write(player, NAME, decree.id(), 0, text("decreed"))));
        ann.put(player, new Name("ann the first"));
        sent.addAll(ann.seal(NOON + 500));

        for (long seed = 0; seed < 50; seed++) {
            Replica bob = bob(seed);
            assertEquals(world.identity(1, 1).peer(), bob.owner(player));
            assertEquals(new Name("ann the first"), bob.get(player, Name.class));
            assertEquals(ann.digest(), bob.digest());
        }
    }

    @Test
    void aWriteOfAnybodyElseNeverMerges() {
        sent.add(cheat(null, new Op.Write(player, NAME, null, 0, text("eve"))));
        sent.add(cheat(grant.id(), new Op.Write(player, NAME, null, 1, text("authority"))));

        for (long seed = 0; seed < 20; seed++) {
            assertEquals(new Name("ann"), bob(seed).get(player, Name.class));
        }
        assertEquals(2, bob(0).stats().refusedOps());
    }

    @Test
    void nobodyButTheMakerBringsItAlongIntoAnotherSector() {
        // Eve owns a thing that ann made without a name, and named afterwards.
        EntityId thing = ann.spawn(HERE, new TestWorld.Position(2, 2));
        ann.put(thing, new Name("of ann"));
        ann.transfer(thing, eve.peer());
        sent.addAll(ann.seal(NOON));
        ProofId owned = sent.get(1).ops().stream()
                .filter(Op.Transfer.class::isInstance)
                .map(op -> ((Op.Transfer) op).claim().id())
                .findFirst()
                .orElseThrow();
        Cells forged = new Cells();
        forged.put(
                NAME,
                new Register(new Stamp(0, 0, (NOON + 900) << 16, ann.self().replica()), text("of eve")));
        ByteWriter luggage = new ByteWriter();
        forged.encode(luggage);
        sent.add(cheat(null, new Op.Enter(thing, HERE, owned, Payload.wrap(luggage.toBytes()))));

        for (long seed = 0; seed < 20; seed++) {
            Replica bob = bob(seed);
            assertEquals(eve.peer(), bob.owner(thing));
            assertEquals(new Name("of ann"), bob.get(thing, Name.class));
        }
    }

    @Test
    void theMakerWritesItAlsoAfterTheEntityIsAnothers() {
        EntityId thing = ann.spawn(HERE, new TestWorld.Position(2, 2));
        ann.put(thing, new Name("first"));
        ann.transfer(thing, eve.peer());
        ann.put(thing, new Name("second"));
        sent.addAll(ann.seal(NOON));

        assertEquals(new Name("second"), bob(1).get(thing, Name.class));
        assertEquals(ann.self().peer(), ann.writer(thing, SCHEMA.type(Name.class)));
        assertEquals(eve.peer(), ann.writer(thing, SCHEMA.type(TestWorld.Position.class)));
        assertThrows(IllegalStateException.class, () -> ann.put(thing, new TestWorld.Position(3, 3)));
    }

    @Test
    void itMovesWithItsMakerAndIsDeletedByIt() {
        ann.move(player, EAST);
        sent.addAll(ann.seal(NOON));
        assertEquals(EAST, bob(3).sectorOf(player));
        assertEquals(new Name("ann"), bob(3).get(player, Name.class));

        ann.delete(player);
        sent.addAll(ann.seal(NOON));
        assertEquals(false, bob(4).exists(player));
    }

    @Test
    void theOwnProgramSaysWhyItCannotBeHandedOn() {
        assertEquals(Trust.FIXED, player.trust());
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> ann.transfer(player, eve.peer()));
        assertEquals(true, refused.getMessage().contains("owner is fixed"), refused::getMessage);
        Replica bob = bob(5);
        assertThrows(IllegalStateException.class, () -> bob.put(player, new Name("bob")));
        assertEquals(List.of(), bob.seal(NOON));
    }

    @Test
    void theAuthorityCannotMakeItForSomebodyElse() {
        Replica host = replica(666);
        host.learn(grant);

        assertThrows(
                IllegalArgumentException.class, () -> host.spawnAs(ann.self().peer(), HERE, new Name("x")));
        assertInstanceOf(EntityId.class, host.spawnAs(ann.self().peer(), HERE, new TestWorld.Position(1, 1)));
    }
}
