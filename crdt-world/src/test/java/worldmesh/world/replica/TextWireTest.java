package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;

/** The bytes of texts in batches and snapshots: docs/wire-world.md, "Text". */
@NullUnmarked // an unexpected null fails the test anyway
class TextWireTest {
    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private EntityId sign;

    private static String golden(String name) throws IOException {
        try (InputStream in = TextWireTest.class.getResourceAsStream("/wire/" + name + ".hex")) {
            assertNotNull(in, "golden file of " + name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Bob types into what Ann wrote, and deletes some of it. */
    private SignedBatch batch() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        ann.advance(TestWorld.NOON);
        sign = ann.spawn(SectorId.ORIGIN);
        ann.insertText(sign, TestWorld.Sign.class, 0, "Beware of dogs");
        ann.seal(TestWorld.NOON).forEach(batch -> bob.merge(batch, TestWorld.NOON));
        bob.insertText(sign, TestWorld.Sign.class, 10, "the ");
        bob.insertText(sign, TestWorld.Sign.class, 14, "m\u00fcde ");
        bob.deleteText(sign, TestWorld.Sign.class, 22, 1);
        bob.insertText(sign, TestWorld.Sign.class, 0, "\u00bb ");
        List<SignedBatch> sealed = bob.seal(TestWorld.NOON + 1);
        assertEquals(1, sealed.size());
        assertEquals(1, sealed.get(0).ops().size());
        assertEquals(
                "\u00bb Beware of the m\u00fcde dog",
                bob.get(sign, TestWorld.Sign.class).text());
        return sealed.get(0);
    }

    @Test
    void textsHaveTheGoldenBytes() throws IOException {
        SignedBatch batch = batch();

        assertEquals(golden("text-batch"), hex(batch.encode()));
        assertEquals(golden("text-snapshot"), hex(bob.snapshot(SectorId.ORIGIN).encode()));
        SignedBatch read = SignedBatch.decode(HexFormat.of().parseHex(golden("text-batch")));
        assertEquals(batch.ops(), read.ops());
        assertEquals(
                MergeResult.Kind.APPLIED, ann.merge(read, TestWorld.NOON + 1).kind());
        assertEquals(bob.digest(), ann.digest());
    }

    @Test
    void aSnapshotBringsTextsAndCatchUpGoesOn() {
        SignedBatch batch = batch();
        Replica carl = world.replica(3);
        bob.proofs().forEach(carl::learn);
        carl.install(Snapshot.decode(ann.snapshot(SectorId.ORIGIN).encode()));

        assertEquals(
                MergeResult.Kind.APPLIED, carl.merge(batch, TestWorld.NOON + 1).kind());

        assertEquals(bob.digest(), carl.digest());
        assertEquals(bob.get(sign, TestWorld.Sign.class), carl.get(sign, TestWorld.Sign.class));
    }

    @Test
    void aTextLongerThanARecordIsTypedInPiecesAndArrives() {
        batch();
        String page = "All work and no play. ".repeat(3_000);
        ann.insertText(sign, TestWorld.Sign.class, 0, page);
        List<SignedBatch> sealed = ann.seal(TestWorld.NOON + 2);

        sealed.forEach(each -> assertEquals(
                MergeResult.Kind.APPLIED, bob.merge(each, TestWorld.NOON + 2).kind()));

        assertTrue(ann.get(sign, TestWorld.Sign.class).text().startsWith(page));
        assertTrue(bob.get(sign, TestWorld.Sign.class).text().contains(page));
        assertTrue(sealed.size() > 1, "it fits no single batch");
    }

    @Test
    void cutAndFlippedBytesAreRefusedWithoutHarm() {
        byte[] good = batch().encode();
        for (int length = 0; length < good.length; length++) {
            SignedBatch cut = SignedBatch.decode(Arrays.copyOf(good, length));
            assertTrue(
                    cut == null || ann.merge(cut, TestWorld.NOON + 1).kind() != MergeResult.Kind.APPLIED,
                    "length " + length);
        }
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            SignedBatch read = SignedBatch.decode(bad);
            if (read != null) {
                ann.merge(read, TestWorld.NOON + 1);
            }
        }
        assertEquals("Beware of dogs", ann.get(sign, TestWorld.Sign.class).text());
    }
}
