package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Revocation;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.WorldManifest;

/** The bytes of docs/wire-world.md. */
@NullUnmarked // an unexpected null fails the test anyway
class BatchWireTest {
    private final TestWorld world = new TestWorld(worldmesh.world.trust.Hosting.PARTY);
    private final ReplicaIdentity ann = world.identity(1, 1);

    private SignedBatch batch() {
        EntityId entity = EntityId.of(ann.replica(), 1, Trust.SHARED);
        SectorId east = new SectorId(1, -1, 0);
        List<Op> ops = List.of(
                new Op.Spawn(entity),
                new Op.Write(entity, 0x100, null, 0, Payload.wrap(new byte[] {1, 2})),
                new Op.Add(entity, 0x101, -5),
                new Op.Include(entity, 0x102, "red"),
                new Op.Exclude(entity, 0x102, "red", List.of(new Dot(9, 8, 7))),
                new Op.Leave(entity, east, null),
                new Op.Enter(entity, east, null, Payload.wrap(new byte[] {0})),
                new Op.Delete(entity, null),
                new Op.Offer(entity, 0x104, -7),
                new Op.Entitle(entity, 0x105, ann.peer(), 9),
                new Op.Spend(entity, 0x105, 4),
                new Op.Paint(entity, 0x106, 3, 5, 2),
                new Op.Bind(entity, 0x107, "hand", "sword"),
                new Op.Include(EntityId.of(ann.replica(), 4, Trust.SHARED), 0x102, "green"),
                new Op.Write(EntityId.of(9, 2, Trust.OWNED), 0x100, null, 0, Payload.wrap(new byte[] {1, 9})),
                new Op.Unknown(200, Payload.wrap(new byte[] {7, 7})));
        BatchKey key = new BatchKey(world.manifest.worldId(), SectorId.ORIGIN, ann.replica(), 1);
        return SignedBatch.sign(key, new BatchContent(TestWorld.NOON << 16, null, ops), ann.signer());
    }

    private Snapshot snapshot() {
        Replica replica = world.replica(1);
        EntityId block = replica.spawn(SectorId.ORIGIN, new TestWorld.Block(3, "sign"));
        replica.add(block, TestWorld.Score.class, 4);
        replica.addElement(block, TestWorld.Tags.class, "red");
        replica.enable(block, TestWorld.Open.class);
        replica.seal(TestWorld.NOON);
        return replica.snapshot(SectorId.ORIGIN);
    }

    private Map<String, byte[]> encodings() {
        Map<String, byte[]> out = new LinkedHashMap<>();
        out.put("manifest", world.manifest.encode());
        out.put("certificate", ann.certificate().encode());
        out.put("grant", world.grant(3, 1).encode());
        out.put(
                "revocation",
                Revocation.sign(
                                world.manifest.worldId(),
                                ann.peer(),
                                List.of(new Revocation.Cutoff(5, SectorId.ORIGIN, 9)),
                                77,
                                world.root)
                        .encode());
        VotedProofs party = new VotedProofs(world);
        Roster pair = party.agreed(party.founding, List.of(-1L, 1L), -1);
        out.put("roster", pair.encode());
        out.put("voted-grant", party.grant(pair, 4, 1, -1, 1).encode());
        out.put("tenure", world.tenure(1, 1).certificate().encode());
        AccessScene scene = new AccessScene();
        out.put("admittance", admittance(scene).encode());
        out.put("withdrawal", scene.withdraw(1, 3, 1).encode());
        out.put(
                "ruling",
                scene.rule(scene.first, 2, scene.order(Ruling.Verb.BAN, 3)).encode());
        out.put("batch", batch().encode());
        out.put("snapshot", snapshot().encode());
        return out;
    }

    private static Proof admittance(AccessScene scene) {
        return scene.admit(1, 2, 5, new Admittance.Pass(AccessScene.invitation(3), 1));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = BatchWireTest.class.getResourceAsStream("/wire/" + name + ".hex")) {
            assertNotNull(in, "golden file of " + name);
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return HexFormat.of().parseHex(hex);
        }
    }

    @Test
    void writesTheGoldenBytes() throws IOException {
        for (Map.Entry<String, byte[]> entry : encodings().entrySet()) {
            assertEquals(
                    HexFormat.of().formatHex(golden(entry.getKey())),
                    HexFormat.of().formatHex(entry.getValue()),
                    entry.getKey());
        }
    }

    @Test
    void readsTheGoldenBytes() throws IOException {
        SignedBatch read = SignedBatch.decode(golden("batch"));
        assertNotNull(read);
        assertEquals(batch(), read);
        assertEquals(batch().ops(), read.ops());
        WorldManifest manifest = WorldManifest.decode(golden("manifest"));
        assertNotNull(manifest);
        assertEquals(world.manifest.worldId(), manifest.worldId());
        assertTrue(manifest.verify(world.keys));
        List<String> proofs = List.of(
                "certificate",
                "grant",
                "revocation",
                "roster",
                "voted-grant",
                "tenure",
                "admittance",
                "withdrawal",
                "ruling");
        for (String name : proofs) {
            Proof proof = ProofCodec.decode(golden(name));
            assertNotNull(proof, name);
            assertArrayEquals(golden(name), proof.encode());
        }
    }

    /** What version 1 wrote stays in stores and is still read, op by op. */
    @Test
    void readsABatchOfTheVersionBefore() throws IOException {
        SignedBatch old = SignedBatch.decode(golden("batch-1"));
        assertNotNull(old);
        Replica bob = world.replica(2);
        bob.learn(ann.certificate());

        assertInstanceOf(MergeResult.Applied.class, bob.merge(old, TestWorld.NOON));
        assertEquals(9, old.ops().size());
        assertEquals(3, old.index(3));
    }

    @Test
    void readsSnapshotsOfTheVersionsBefore() throws IOException {
        Snapshot now = Snapshot.decode(golden("snapshot"));
        Replica fromNow = world.replica(2);
        assertNotNull(fromNow.install(now));

        for (String version : List.of("snapshot-1", "snapshot-2")) {
            Replica fromOld = world.replica(2);

            assertNotNull(fromOld.install(Snapshot.decode(golden(version))));
            assertEquals(fromNow.digest(), fromOld.digest());
            assertEquals(now.hash(), fromOld.snapshot(SectorId.ORIGIN).hash());
        }
    }

    @Test
    void refusesEveryTruncationAndBitFlipOfABatch() {
        byte[] good = batch().encode();
        Replica bob = world.replica(2);
        bob.learn(ann.certificate());

        for (int length = 0; length < good.length; length++) {
            assertNull(SignedBatch.decode(Arrays.copyOf(good, length)));
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            SignedBatch bad = SignedBatch.decode(flipped(good, bit));
            MergeResult result = bad == null ? null : bob.merge(bad, TestWorld.NOON);
            assertTrue(result == null || result.kind() != MergeResult.Kind.APPLIED, "bit " + bit);
        }
        assertInstanceOf(MergeResult.Applied.class, bob.merge(batch(), TestWorld.NOON));
    }

    @Test
    void refusesEveryTruncationAndBitFlipOfAProof() {
        VotedProofs party = new VotedProofs(world);
        Roster pair = party.agreed(party.founding, List.of(-1L, 1L), -1);
        Grant voted = party.grant(pair, 4, 1, -1, 1);
        Proof tenure = world.tenure(1, 1).certificate();
        for (Proof proof : List.of(ann.certificate(), tenure, world.grant(3, 1), pair, voted)) {
            byte[] good = proof.encode();
            Replica bob = world.replica(2);
            if (proof == voted) {
                bob.learn(pair);
            }
            for (int length = 0; length < good.length; length++) {
                assertNull(ProofCodec.decode(Arrays.copyOf(good, length)));
            }
            for (int bit = 0; bit < good.length * 8; bit++) {
                Proof bad = ProofCodec.decode(flipped(good, bit));
                assertTrue(bad == null || !bob.learn(bad).status().name().equals("LEARNED"), "bit " + bit);
            }
        }
    }

    @Test
    void refusesEveryTruncationAndBitFlipOfAStatementAboutWhoMayComeIn() {
        AccessScene scene = new AccessScene();
        Ruling ban = scene.rule(scene.first, 2, scene.order(Ruling.Verb.BAN, 3));
        for (Proof proof : List.of(admittance(scene), scene.withdraw(1, 3, 1), ban)) {
            byte[] good = proof.encode();
            for (int length = 0; length < good.length; length++) {
                assertNull(ProofCodec.decode(Arrays.copyOf(good, length)));
            }
            for (int bit = 0; bit < good.length * 8; bit++) {
                Proof bad = ProofCodec.decode(flipped(good, bit));
                assertTrue(bad == null || scene.book.learn(bad) != LearnStatus.LEARNED, "bit " + bit);
            }
        }
    }

    @Test
    void refusesTruncatedSnapshotsAndSurvivesAnyBitFlip() {
        byte[] good = snapshot().encode();

        for (int length = 0; length < good.length; length++) {
            Snapshot cut = Snapshot.decode(Arrays.copyOf(good, length));
            assertTrue(cut == null || world.replica(2).install(cut) == null, "length " + length);
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            Snapshot bad = Snapshot.decode(flipped(good, bit));
            if (bad != null) {
                world.replica(2).install(bad);
            }
        }
    }

    private static byte[] flipped(byte[] good, int bit) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        return bad;
    }
}
