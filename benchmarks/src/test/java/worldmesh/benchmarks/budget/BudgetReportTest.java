package worldmesh.benchmarks.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetReportTest {
    private static final Path COMMITTED = Path.of("results", "budgets.properties");

    @TempDir
    Path directory;

    private static BudgetReport report(Area changed, double factor) {
        Budgets budgets = Budgets.read(COMMITTED);
        Map<Area, Double> figures = new EnumMap<>(budgets.values());
        figures.merge(changed, factor, (value, by) -> value * by);
        return new BudgetReport(figures, budgets);
    }

    @Test
    void everyAreaThatIsMoreThanFivePercentWorseBreaksItsBudgetAndIsNamed() {
        for (Area area : Area.values()) {
            boolean share = area == Area.CPU; // of which more is better

            BudgetReport worse = report(area, share ? 1 / 1.06 : 1.06);
            assertEquals(List.of(area), worse.broken());
            assertTrue(worse.sentence().startsWith(area.key() + " is 6.0 % worse"), worse.sentence());

            assertEquals(List.of(), report(area, share ? 1 / 1.04 : 1.04).broken());
            assertEquals(List.of(), report(area, share ? 2 : 0.5).broken());
        }
    }

    @Test
    void aFigureThatIsNoneBreaksItsBudget() {
        assertEquals(List.of(Area.MEMORY), report(Area.MEMORY, Double.NaN).broken());
    }

    @Test
    void bytesOfMotionAndOfPacketsKeepTheirCommittedBudgets() {
        Budgets budgets = Budgets.read(COMMITTED);

        BudgetReport report = new BudgetReport(
                Map.of(Area.STATE_UPDATES, MovedUnits.bytesPerUnit(), Area.PACKET_SIZE, LonePacket.bytesAround()),
                budgets);

        assertEquals(List.of(), report.broken(), report::sentence);
    }

    @Test
    void budgetsThatAreMissingOrNoNumbersAreRefusedInWords() throws IOException {
        Path file = directory.resolve("budgets.properties");
        Files.writeString(file, "bandwidth=none\n");

        var refused = assertThrows(IllegalArgumentException.class, () -> Budgets.read(file));

        assertTrue(String.valueOf(refused.getMessage()).contains("bandwidth is 'none', must be a number above 0"));
    }
}
