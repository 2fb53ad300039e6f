package worldmesh.world.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.world.component.SchemaDrift.About;
import worldmesh.world.entity.Trust;

class SchemaDriftTest {
    /** What one game says of its players, and others say otherwise. */
    @Component("stats")
    record Stats(@Range(min = 0, max = 100) int health, String name) {}

    @Component("stats")
    record Wider(@Range(min = 0, max = 200) int health, String name) {}

    @Component("stats")
    record Longer(@Range(min = 0, max = 100) int health, String name, long score) {}

    @Component("stats")
    @Counter
    record Counted(long value) {}

    @Component("stats")
    @Owned
    record Guarded(@Range(min = 0, max = 100) int health, String name) {}

    @Component("chest")
    @Networked(
            owner = Trust.OWNED,
            replication = @ReplicationConfig(ownerChange = ReplicationConfig.OwnerChange.REQUEST))
    record Chest(int gold) {}

    @Component("chest")
    @Networked(owner = Trust.OWNED)
    record PlainChest(int gold) {}

    @CommandType("open")
    record Open(int key) {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Declaration> declared(Class<? extends Record>... types) {
        return Declaration.of(Schema.of(types));
    }

    private static List<String> between(List<Declaration> mine, List<Declaration> theirs) {
        return SchemaDrift.between(mine, theirs).stream()
                .map(drift -> drift.about() + " " + drift.subject() + ": " + drift.mine() + " / " + drift.theirs())
                .toList();
    }

    private static String text(@Nullable Declaration declaration) {
        return Objects.requireNonNull(declaration).text();
    }

    @Test
    void programsThatDeclareTheSameDoNotDrift() {
        assertEquals(List.of(), between(declared(Stats.class, Chest.class), declared(Chest.class, Stats.class)));
    }

    @Test
    void theFirstFieldThatDiffersIsNamedWithBothTypes() {
        assertEquals(
                List.of("COMPONENTS stats field 1: health:i32[0.0..100.0] / health:i32[0.0..200.0]"),
                between(declared(Stats.class), declared(Wider.class)));
        assertEquals(
                List.of("COMPONENTS stats field 3: none / score:i64"),
                between(declared(Stats.class), declared(Longer.class)));
    }

    @Test
    void anotherKindOfCellIsNamedBeforeItsFields() {
        assertEquals(
                List.of("COMPONENTS stats: register / counter"),
                between(declared(Stats.class), declared(Counted.class)));
    }

    @Test
    void anotherRuleIsNamedAlsoWhereTheSchemaHashIsTheSame() {
        assertEquals(
                List.of("RULES stats trust: shared / owned"), between(declared(Stats.class), declared(Guarded.class)));
        assertEquals(Schema.of(Chest.class).hash(), Schema.of(PlainChest.class).hash());
        assertEquals(
                List.of("RULES chest owner-change: request / claim"),
                between(declared(Chest.class), declared(PlainChest.class)));
    }

    @Test
    void whatOneProgramLacksIsNamedWithWhatWouldHaveToBeDeclared() {
        List<SchemaDrift> drifts = SchemaDrift.between(declared(Stats.class, Open.class), declared(Stats.class));

        assertEquals(1, drifts.size());
        assertEquals(About.COMPONENTS, drifts.get(0).about());
        assertEquals("command open fields=key:i32", text(drifts.get(0).there()));
        SchemaDrift other =
                SchemaDrift.between(declared(), declared(Open.class)).get(0);
        assertNull(other.there());
        assertEquals("command open fields=key:i32", text(other.here()));
    }

    @Test
    void twoNamesWithOneIdComeFirst() {
        Declaration one = new Declaration("sword", 7, false, List.of("edge:i32"), "register", Map.of());
        Declaration other = new Declaration("apple", 7, false, List.of("sweet:i32"), "register", Map.of());
        Declaration more = new Declaration("more", 9, false, List.of(), "register", Map.of());

        assertEquals(
                List.of(
                        "IDS id 7: sword / apple",
                        "COMPONENTS more: component more kind=register fields= / not declared"),
                between(List.of(more, one), List.of(other)));
        SchemaDrift drift = SchemaDrift.between(List.of(one), List.of(other)).get(0);
        assertEquals(one, drift.there());
        assertEquals("component apple-2 kind=register fields=sweet:i32", text(drift.here()));
    }

    @Test
    void anotherNameHasTheIdThatAComponentOfThatNameHas() {
        Declaration stats = declared(Stats.class).get(0);
        Declaration command = declared(Open.class).get(0);

        assertEquals(
                ComponentType.idOf("stats-2", Trust.SHARED, CellKind.REGISTER),
                stats.renamed("stats-2").id());
        assertEquals(command.id(), command.renamed("other").renamed("open").id());
    }

    @Test
    void declarationsAreReadAsTheyWereWrittenAndNothingElseIs() {
        List<Declaration> all = declared(Stats.class, Chest.class, Open.class);
        byte[] data = Declaration.encode(all);

        assertEquals(all, Declaration.decode(data));
        for (int length = 0; length < data.length; length++) {
            assertNull(Declaration.decode(Arrays.copyOf(data, length)), "cut at " + length);
        }
        assertNull(Declaration.decode(Arrays.copyOf(data, data.length + 1)));
        assertNotNull(Declaration.decode(Declaration.encode(List.of())));
    }
}
