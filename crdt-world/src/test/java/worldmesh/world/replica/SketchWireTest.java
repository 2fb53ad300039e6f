package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.sketch.SketchKey;

/** The bytes of a session: docs/wire-world.md, "Sketch". */
@NullUnmarked // an unexpected null fails the test anyway
class SketchWireTest {
    private static String golden(String name) throws IOException {
        try (InputStream in = SketchWireTest.class.getResourceAsStream("/wire/" + name + ".hex")) {
            assertNotNull(in, "golden file of " + name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    @Test
    void aSessionHasTheGoldenBytes() throws IOException {
        TestWorld world = new TestWorld();
        Replica ann = world.replica(1);
        Replica bob = world.replica(2);
        bob.learn(ann.self().certificate());
        ann.advance(TestWorld.NOON);
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(3, "sign"));
        ann.add(block, TestWorld.Score.class, 4);
        ann.seal(TestWorld.NOON);
        bob.install(ann.snapshot(SectorId.ORIGIN));
        bob.advance(TestWorld.NOON + 1);
        bob.put(block, new TestWorld.Block(5, "new"));
        bob.seal(TestWorld.NOON + 1);
        SketchPart part = new Reconciler(ann)
                .offer(SectorId.ORIGIN, new SketchKey(0x1234567890abcdefL, 7))
                .next();
        SketchAnswer answer = new Reconciler(bob).answer(part);

        assertEquals(SketchAnswer.Progress.FOUND, answer.add(part));
        Difference difference = answer.answer();

        assertEquals(golden("sketch"), HexFormat.of().formatHex(part.encode()));
        assertEquals(golden("difference"), HexFormat.of().formatHex(difference.encode()));
        assertEquals(
                golden("sketch"),
                HexFormat.of().formatHex(SketchPart.decode(part.encode()).encode()));
        assertEquals(
                golden("difference"),
                HexFormat.of().formatHex(Difference.decode(difference.encode()).encode()));
    }
}
