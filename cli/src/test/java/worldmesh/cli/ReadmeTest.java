package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The first page shows programs and commands that exist. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void helloWorldIsTheSampleThatTheTestsRun() throws IOException {
        String source = Files.readString(ROOT.resolve("samples/src/main/java/worldmesh/samples/hello/HelloWorld.java"));
        String program = source.substring(source.indexOf("public final class")).strip();

        assertTrue(readme().contains(program), () -> "README.md must show this program:\n" + program);
    }

    @Test
    void everyCommandThatItNamesExists() throws IOException {
        var commands = Main.commandLine().getSubcommands().keySet();

        readme().lines()
                .flatMap(line -> java.util.regex.Pattern.compile("\\./worldmesh ([a-z]+)")
                        .matcher(line)
                        .results())
                .map(found -> found.group(1))
                .filter(name -> !name.equals("build"))
                .forEach(name -> assertTrue(commands.contains(name), "README.md names ./worldmesh " + name));
    }

    @Test
    void everyCommandExplainsItself() {
        CommandLine root = Main.commandLine();

        root.getSubcommands()
                .forEach((name, command) -> assertTrue(
                        command.getCommandSpec().mixinStandardHelpOptions()
                                && command.getUsageMessage().length() > 80,
                        name + " has no --help worth reading"));
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
