package worldmesh.samples.lanparty;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.store.StoreDamagedException;
import worldmesh.mesh.identity.KeyFileException;
import worldmesh.runtime.net.PortInUseException;
import worldmesh.samples.lanparty.action.BadLineException;
import worldmesh.samples.lanparty.action.Recording;
import worldmesh.samples.lanparty.page.PageUnavailableException;

/** Runs one player's peer until it is told to quit: the way to play on several machines. */
public final class PeerCommand {
    /** The exit code for done. */
    public static final int DONE = 0;

    /** The exit code for failed. */
    public static final int FAILED = 1;

    /** The exit code for wrong usage. */
    public static final int WRONG_USAGE = 2;

    private PeerCommand() {}

    /** Plays, with commands from {@code input}; what a player is told goes to {@code out}, errors to {@code errors}. */
    public static int run(PeerOptions options, InputStream input, PrintWriter out, PrintWriter errors) {
        try {
            Terminal terminal = new Terminal(out);
            PeerSetting setting = new PeerSetting(recorded(options.files().input()), terminal, terminal);
            try (PeerProcess peer = PeerProcess.start(options, setting)) {
                Thread hook = new Thread(peer::close, "peer-shutdown");
                Runtime.getRuntime().addShutdownHook(hook);
                Terminal.read(input, peer::line);
                peer.end().join();
                forget(hook);
            }
            return DONE;
        } catch (BadLineException | IllegalArgumentException e) {
            return fail(errors, e, WRONG_USAGE);
        } catch (PageUnavailableException
                | PortInUseException
                | KeyFileException
                | JournalOpenException
                | StoreDamagedException
                | IllegalStateException
                | UncheckedIOException e) {
            return fail(errors, e, FAILED);
        } catch (CompletionException e) {
            return failed(errors, e);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is shutting down: the hook runs and finds everything closed.
            return;
        }
    }

    private static int failed(PrintWriter errors, CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return fail(errors, cause, FAILED);
    }

    private static int fail(PrintWriter errors, Throwable cause, int code) {
        String message = cause.getMessage();
        errors.println("worldmesh peer: " + (message == null ? cause.toString() : message));
        errors.flush();
        return code;
    }

    private static List<Recording.Step> recorded(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        try {
            return Recording.parse(Files.readAllLines(file)).steps();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no recorded party at " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recorded party " + file + ": " + e.getMessage(), e);
        }
    }
}
