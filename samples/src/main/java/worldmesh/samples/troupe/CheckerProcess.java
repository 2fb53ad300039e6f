package worldmesh.samples.troupe;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The judge of a run: a process of its own, so that nothing the driver holds can colour the verdict. */
public final class CheckerProcess {
    private CheckerProcess() {}

    /**
     * Lets {@code checker} judge what the peers left in {@code directory}, and prints its findings; answers the exit
     * code.
     *
     * @throws TroupeException if the checker found nothing to say
     */
    public static int run(Class<?> checker, Path directory, List<String> args, PrintWriter out, boolean json) {
        try {
            Process process = new ProcessBuilder(ChildPeer.command(checker, args))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("checker.txt").toFile()))
                    .start();
            String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (findings.isEmpty()) {
                throw new TroupeException("the checker ended with code " + code + "; see checker.txt");
            }
            out.println(json ? findings : (code == 0 ? "every promise held: " : "FAILED: ") + findings);
            out.flush();
            return code == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the checker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TroupeException("interrupted");
        }
    }
}
