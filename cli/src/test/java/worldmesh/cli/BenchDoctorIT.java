package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of real stores: the remedies that are printed cure them. Those of play and networks take minutes. */
class BenchDoctorIT {
    @ParameterizedTest
    @ValueSource(strings = {"entity ids", "replication rules"})
    void whatIsInjectedIsNamedFirstAndTheRemedyCuresIt(String topic) {
        StringWriter printed = new StringWriter();
        StringWriter progress = new StringWriter();

        int code = Main.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(progress, true))
                .execute("bench", "doctor", "--only", topic, "--healthy", "0", "--json");

        assertEquals(0, code, progress::toString);
        assertTrue(
                printed.toString().startsWith("{\"faults\":3,\"injected\":3,\"namedFirst\":3,\"cured\":3,"),
                () -> printed + progress.toString());
    }
}
