package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.Component;
import worldmesh.world.component.ListOf;
import worldmesh.world.component.Schema;
import worldmesh.world.component.SchemaException;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Vec3;
import worldmesh.world.sync.Snapshot;

/** The bytes of lists in batches and snapshots: docs/wire-world.md, "List". */
@NullUnmarked // an unexpected null fails the test anyway
class ListWireTest {
    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private EntityId board;

    private static String golden(String name) throws IOException {
        try (InputStream in = ListWireTest.class.getResourceAsStream("/wire/" + name + ".hex")) {
            assertNotNull(in, "golden file of " + name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private SignedBatch batch() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        ann.advance(TestWorld.NOON);
        board = ann.spawn(SectorId.ORIGIN);
        ann.insertValues(board, TestWorld.Quests.class, 0, List.of("wood", "gold", ""));
        ann.seal(TestWorld.NOON).forEach(batch -> bob.merge(batch, TestWorld.NOON));
        bob.insertValues(board, TestWorld.Quests.class, 1, List.of("m\u00fcde"));
        bob.deleteValues(board, TestWorld.Quests.class, 2, 1);
        bob.insertValues(board, TestWorld.Quests.class, 2, List.of("wood", "wool"));
        List<SignedBatch> sealed = bob.seal(TestWorld.NOON + 1);
        assertEquals(1, sealed.size());
        assertEquals(1, sealed.get(0).size());
        return sealed.get(0);
    }

    @Test
    void listsHaveTheGoldenBytes() throws IOException {
        SignedBatch batch = batch();

        assertEquals(golden("list-batch"), hex(batch.encode()));
        assertEquals(golden("list-snapshot"), hex(bob.snapshot(SectorId.ORIGIN).encode()));
        SignedBatch read = SignedBatch.decode(HexFormat.of().parseHex(golden("list-batch")));
        assertEquals(
                MergeResult.Kind.APPLIED, ann.merge(read, TestWorld.NOON + 1).kind());
        assertEquals(bob.digest(), ann.digest());
        assertEquals(
                List.of("wood", "m\u00fcde", "wood", "wool", ""),
                ann.get(board, TestWorld.Quests.class).names());
    }

    @Test
    void aSnapshotBringsListsAndCatchUpGoesOn() {
        SignedBatch batch = batch();
        Replica carl = world.replica(3);
        bob.proofs().forEach(carl::learn);
        carl.install(Snapshot.decode(ann.snapshot(SectorId.ORIGIN).encode()));

        assertEquals(
                MergeResult.Kind.APPLIED, carl.merge(batch, TestWorld.NOON + 1).kind());

        assertEquals(bob.digest(), carl.digest());
    }

    @Test
    void aListLongerThanABatchArrivesInPieces() {
        batch();
        List<String> many = Collections.nCopies(3_000, "a quest of forty letters, more or less so");
        ann.insertValues(board, TestWorld.Quests.class, 1, many);

        List<SignedBatch> sealed = ann.seal(TestWorld.NOON + 2);
        sealed.forEach(each -> bob.merge(each, TestWorld.NOON + 2));

        assertTrue(sealed.size() > 1, "it fits no single batch");
        assertEquals(3_000 + 5, bob.get(board, TestWorld.Quests.class).names().size());
    }

    @Test
    void cutAndFlippedBytesAreRefusedWithoutHarm() {
        byte[] good = batch().encode();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = bit % 8 == 0 ? Arrays.copyOf(good, bit / 8) : good.clone();
            if (bit % 8 != 0) {
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
            }
            SignedBatch read = SignedBatch.decode(bad);
            if (read != null) {
                ann.merge(read, TestWorld.NOON + 1);
            }
        }
        assertEquals(
                List.of("wood", "gold", ""),
                ann.get(board, TestWorld.Quests.class).names());
    }

    @Test
    void millionsOfValuesInAHandfulOfBytesAreRefused() {
        ByteWriter out = new ByteWriter();
        // One insertion of four million values at the beginning, all of them of no bytes.
        byte[] bits = {3, (byte) 0xf8, (byte) 0xf0, (byte) 0xbf, -1, -1, 15, 0, 0, 0};
        out.varint(0).varint(1).varint(0).bytes(bits);

        assertNull(EditLog.decodeValues(new ByteReader(out.toBytes())));
    }

    @Component("list.places")
    @ListOf(Vec3.class)
    record Places(List<Vec3> all) {}

    @Component("list.numbers")
    @ListOf(Integer.class)
    record Numbers(List<Integer> all) {}

    @Component("list.wrong")
    @ListOf(Object.class)
    record Wrong(List<Object> all) {}

    @Test
    void valuesAreOfTheClassTheAnnotationNames() {
        Schema schema = Schema.of(Places.class, Numbers.class);
        List<Vec3> places = List.of(new Vec3(1, 2, 3), new Vec3(-1, 0, 9.5));
        var codec = schema.type(Places.class).codec();
        assertEquals(new Places(places), codec.decode(codec.encode(new Places(places))));
        var numbers = schema.type(Numbers.class).elements();
        assertEquals(-7, numbers.decode(numbers.encode(-7)));
        assertEquals(0, numbers.decode(new byte[] {(byte) 0x80}), "what is malformed keeps its place as a zero");
        assertThrows(IllegalArgumentException.class, () -> numbers.encode("seven"));
        assertThrows(SchemaException.class, () -> Schema.of(Wrong.class));
    }
}
