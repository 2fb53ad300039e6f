package worldmesh.world.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.space.Vec3;

@NullUnmarked // an unexpected null fails the test anyway
class FieldLimitTest {
    @Component("hull")
    record Hull(
            @Range(min = 0, max = 100) int health,
            @Range(min = -1, max = 1) double tilt,
            @Quantized(0.1) @Range(min = 0, max = 0.3) double worn,
            @Length(max = 4) String name,
            @Range(min = -5, max = 5) Vec3 at) {}

    @Component("hull")
    record LooseHull(
            int health, double tilt, @Quantized(0.1) double worn, String name, Vec3 at) {}

    @Component("shots")
    @Counter
    record RangedCount(@Range(min = 0) long count) {}

    @Component("bad")
    record LongName(@Length(max = 5_000) String name) {}

    @Component("bad")
    record RangedText(@Range(min = 0) String name) {}

    @Component("bad")
    record Falling(@Range(min = 2, max = 1) int number) {}

    @Component("bad")
    record Fraction(@Range(min = 0.5) int number) {}

    @Component("bad")
    record FineSingle(@Quantized(0.01) @Range(max = 1e6) float x) {}

    @CommandType("order")
    record Order(@Range(min = 1, max = 9) long count) {}

    private static final Schema SCHEMA = Schema.of(Hull.class, Order.class);
    private static final RecordCodec<Hull> CODEC = SCHEMA.type(Hull.class).codec();
    private static final Vec3 HERE = new Vec3(0, 0, 0);

    private static byte[] loose(int health, double tilt, double worn, String name, Vec3 at) {
        return RecordCodec.of(LooseHull.class).encode(new LooseHull(health, tilt, worn, name, at));
    }

    private static String fault(byte[] data) {
        return String.valueOf(SCHEMA.fault(SCHEMA.type(Hull.class).id(), data));
    }

    @Test
    void takesWhatLiesOnTheBounds() {
        assertNotNull(CODEC.decode(loose(0, -1, 0, "", new Vec3(-5, 5, 0))));
        assertNotNull(CODEC.decode(loose(100, 1, 0.3, "abcd", HERE)));
        assertNotNull(CODEC.decode(CODEC.encode(new Hull(100, 1, 0.3, "\u00e9\u00e9", HERE))));
        assertNull(SCHEMA.fault(SCHEMA.type(Hull.class).id(), loose(100, 1, 0.3, "abcd", HERE)));
    }

    @Test
    void namesTheFieldThatIsBeyondItsBounds() {
        assertEquals("hull.health is 101, must be within 0..100", fault(loose(101, 0, 0, "", HERE)));
        assertEquals("hull.tilt is NaN, must be within -1..1", fault(loose(1, Double.NaN, 0, "", HERE)));
        assertEquals(
                "hull.name is 5 bytes, must be within 0..4", fault(loose(1, 0, 0, "abcd\u00e9".substring(1), HERE)));
        assertTrue(fault(loose(1, 0, 0.4, "", HERE)).startsWith("hull.worn is 0.4"), fault(loose(1, 0, 0.4, "", HERE)));
        assertTrue(fault(loose(1, 0, 0, "", new Vec3(0, 0, 6))).startsWith("hull.at is "));
        assertTrue(fault(new byte[] {2, 7}).startsWith("hull.tilt is no f64, at byte 1"));
    }

    @Test
    void whoWritesItIsToldTheSame() {
        for (Hull wrong : new Hull[] {
            new Hull(-1, 0, 0, "", HERE),
            new Hull(0, Double.POSITIVE_INFINITY, 0, "", HERE),
            new Hull(0, 0, Double.NaN, "", HERE),
            new Hull(0, 0, 0, "abcde", HERE),
            new Hull(0, 0, 0, "", new Vec3(0, -6, 0))
        }) {
            String message = assertThrows(IllegalArgumentException.class, () -> CODEC.encode(wrong))
                    .getMessage();
            assertTrue(message.startsWith("hull.") && message.contains("must be within"), message);
            assertFalse(CODEC.admits(wrong));
        }
    }

    @Test
    void commandsAreJudgedAlike() {
        byte[] none = new ByteWriter().zigzag(0).toBytes();

        Fault fault = SCHEMA.fault(SCHEMA.command(Order.class).id(), none);

        assertEquals("order.count is 0, must be within 1..9", String.valueOf(fault));
        assertNull(SCHEMA.command(Order.class).codec().decode(none));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsNotJudged() {
        assertNull(SCHEMA.fault(12_345, new byte[] {-1, -1}));
    }

    @Test
    void boundsArePartOfTheSchemasHash() {
        assertNotEquals(Schema.of(Hull.class).hash(), Schema.of(LooseHull.class).hash());
        assertEquals(
                Schema.of(Hull.class).type(Hull.class).id(),
                Schema.of(LooseHull.class).type(LooseHull.class).id());
    }

    @Test
    void refusesBoundsThatCannotBeKept() {
        assertThrows(SchemaException.class, () -> Schema.of(RangedCount.class));
        assertThrows(SchemaException.class, () -> Schema.of(LongName.class));
        assertThrows(SchemaException.class, () -> Schema.of(RangedText.class));
        assertThrows(SchemaException.class, () -> Schema.of(Falling.class));
        assertThrows(SchemaException.class, () -> Schema.of(Fraction.class));
        assertThrows(SchemaException.class, () -> Schema.of(FineSingle.class));
    }
}
