package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandLineTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path directory;

    private Path notes;

    @BeforeEach
    void aFileThatIsNoBackup() throws IOException {
        notes = Files.writeString(directory.resolve("notes.txt"), "no backup");
    }

    private int diff(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    }

    @Test
    void whatIsMissingOrNamedTwiceIsWrongUsageInWords() {
        assertEquals(2, diff("diff", "--json", notes.toString()));
        assertTrue(errors.toString().contains("B"), errors.toString());
        assertEquals(2, diff("diff", directory.resolve("gone").toString(), notes.toString()));
        assertTrue(errors.toString().contains("does not exist; name the directory"), errors.toString());
        assertEquals(2, diff("diff", notes.toString(), notes.toString()));
        assertTrue(errors.toString().contains("is named twice"), errors.toString());
    }

    @Test
    void whatIsNoStoreOrBackupFailsInWords() {
        assertEquals(1, diff("diff", notes.toString(), directory.toString()));
        assertTrue(errors.toString().contains("is no whole backup: it does not begin with"), errors.toString());
        assertEquals(1, diff("diff", directory.toString(), notes.toString()));
        assertTrue(errors.toString().contains("has no readable file FORMAT"), errors.toString());
    }
}
