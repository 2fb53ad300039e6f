package worldmesh.samples.troupe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.authority.tick.Decided;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;

/** The commands that {@link LogScribe} found in the party's log, how often each. Empty without a scribe. */
final class SeenLog {
    private final SortedMap<CommandId, Integer> applied = new TreeMap<>();
    private final SortedMap<CommandId, Integer> rejected = new TreeMap<>();

    private SeenLog() {}

    /** Where the scribe of a troupe writes. */
    static Path file(Path directory) {
        return directory.resolve("log.bin");
    }

    static void write(Decided decided, DataOutputStream out) throws IOException {
        CommandId id = decided.envelope().id();
        out.write(id.player().bytes());
        out.writeLong(id.session());
        out.writeLong(id.sequence());
        out.writeBoolean(decided.verdict().kind() == Verdict.Kind.ACCEPTED);
    }

    /** Reads what a scribe wrote; what it had not finished when it was ended counts as unwritten. */
    static SeenLog read(Path directory) {
        SeenLog seen = new SeenLog();
        Path file = file(directory);
        if (!Files.exists(file)) {
            return seen;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                byte[] player = new byte[PeerId.BYTES];
                in.readFully(player);
                CommandId id = new CommandId(PeerId.ofBytes(player), in.readLong(), in.readLong());
                (in.readBoolean() ? seen.applied : seen.rejected).merge(id, 1, Integer::sum);
            }
        } catch (EOFException e) {
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    SortedMap<CommandId, Integer> applied() {
        return applied;
    }

    SortedMap<CommandId, Integer> rejected() {
        return rejected;
    }
}
