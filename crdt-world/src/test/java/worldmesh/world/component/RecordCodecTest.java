package worldmesh.world.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

@NullUnmarked // an unexpected null fails the test anyway
class RecordCodecTest {
    private static final PeerId PEER = PeerId.ofBytes(new byte[PeerId.BYTES]);

    enum Colour {
        RED,
        GREEN
    }

    enum Nothing {}

    @Component("all")
    record All(
            boolean flag,
            byte small,
            short medium,
            int number,
            long big,
            float single,
            double twice,
            String text,
            Colour colour,
            EntityId entity,
            PeerId peer,
            SectorId sector) {}

    @Component("grown")
    record Old(int a) {}

    @Component("grown")
    record Grown(int a, String b, Colour c) {}

    @Component("half")
    record Half(@Quantized(0.5) float x, @Quantized(0.01) double y) {}

    @Component("tags")
    @AddWins
    record Tags(Set<String> all) {}

    @Component("picky")
    record Picky(int positive) {
        Picky {
            if (positive < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    @Component("bad")
    record Bad(Object anything) {}

    @Component("both")
    @Owned
    @Critical record Both(int a) {}

    @Component("count")
    @Counter
    @Owned
    record OwnedCount(long a) {}

    private static All all(Random random) {
        return new All(
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextFloat(),
                random.nextDouble(),
                "\u00e9" + random.nextInt(),
                Colour.values()[random.nextInt(2)],
                new EntityId(random.nextLong(), random.nextLong()),
                PEER,
                new SectorId(random.nextLong(), random.nextLong(), random.nextInt(256)));
    }

    @Test
    void everyFieldTypeSurvivesARoundTrip() {
        RecordCodec<All> codec = RecordCodec.of(All.class);
        Random random = new Random(1);

        for (int i = 0; i < 500; i++) {
            All value = all(random);
            assertEquals(value, codec.decode(codec.encode(value)));
        }
    }

    @Test
    void quantisesTheSameOnBothEnds() {
        RecordCodec<Half> codec = RecordCodec.of(Half.class);

        Half settled = codec.settled(new Half(1.3f, 2.004));

        assertEquals(new Half(1.5f, 2.0), settled);
        assertEquals(settled, codec.settled(settled));
    }

    @Test
    void readsWhatAnOlderOrNewerVersionWrote() {
        RecordCodec<Old> old = RecordCodec.of(Old.class);
        RecordCodec<Grown> grown = RecordCodec.of(Grown.class);

        assertEquals(new Grown(7, "", Colour.RED), grown.decode(old.encode(new Old(7))));
        assertEquals(new Old(7), old.decode(grown.encode(new Grown(7, "x", Colour.GREEN))));
    }

    @Test
    void refusesHostileBytesWithoutAnException() {
        RecordCodec<All> codec = RecordCodec.of(All.class);
        RecordCodec<Picky> picky = RecordCodec.of(Picky.class);
        Random random = new Random(2);

        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            codec.decode(noise);
        }

        assertNull(picky.decode(new byte[] {1}));
        assertNull(codec.decode(new byte[] {9}));
    }

    @Test
    void bindsASetOfTexts() {
        ComponentType<Tags> type = Schema.of(Tags.class).type(Tags.class);

        Tags tags = new Tags(Set.of("b", "a"));

        assertEquals(tags, type.codec().decode(type.codec().encode(tags)));
        assertEquals(CellKind.ADD_WINS_SET, type.kind());
    }

    @Test
    void refusesRecordsThatCannotBeComponentsAndSaysWhy() {
        SchemaException bad = assertThrows(SchemaException.class, () -> Schema.of(Bad.class));
        assertTrue(bad.getMessage().contains("anything"), bad::getMessage);
        assertThrows(SchemaException.class, () -> Schema.of(Both.class));
        assertThrows(SchemaException.class, () -> Schema.of(OwnedCount.class));
        assertThrows(SchemaException.class, () -> Schema.of(Old.class, Grown.class));
        assertThrows(SchemaException.class, () -> Schema.of(Old.class).type(Half.class));
        RecordCodec<Grown> grown = RecordCodec.of(Grown.class);
        assertThrows(IllegalArgumentException.class, () -> grown.encode(new Grown(1, "x".repeat(5_000), Colour.RED)));
    }

    @Test
    void hashesTheSchemaByContentAndNotByOrder() {
        assertEquals(
                Schema.of(Half.class, Old.class).hash(),
                Schema.of(Old.class, Half.class).hash());
        assertNotEquals(Schema.of(Old.class).hash(), Schema.of(Grown.class).hash());
    }

    @Test
    void whateverTheBytesOfAListAreItsValuesAreOfItsClass() {
        List<Class<?>> classes = List.of(
                boolean.class,
                Byte.class,
                short.class,
                int.class,
                Long.class,
                float.class,
                double.class,
                String.class,
                Colour.class,
                EntityId.class,
                PeerId.class,
                SectorId.class);
        for (Class<?> wanted : classes) {
            ElementCodec values = ElementCodec.of(Old.class, wanted);
            Class<?> boxed = MethodType.methodType(wanted).wrap().returnType();
            assertInstanceOf(boxed, values.decode(new byte[0]));
            assertInstanceOf(boxed, values.decode(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}));
        }
    }

    @Test
    void anEnumWithoutConstantsIsNoValueOfAList() {
        assertThrows(SchemaException.class, () -> ElementCodec.of(Old.class, Nothing.class));
    }
}
