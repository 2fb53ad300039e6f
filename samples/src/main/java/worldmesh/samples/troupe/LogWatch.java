package worldmesh.samples.troupe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link LogScribe} at work beside a troupe. Any thread. */
final class LogWatch {
    private volatile @Nullable ChildPeer scribe;

    /** Begins to note what stands in the log of these peers. */
    void begin(Path directory, List<String> names) {
        List<String> args = new ArrayList<>(List.of(directory.toString()));
        args.addAll(names);
        scribe = ChildPeer.start("scribe", directory, ChildPeer.command(LogScribe.class, args));
    }

    /** Ends the scribe's process, if there is one. */
    void end() {
        ChildPeer writing = scribe;
        if (writing != null) {
            writing.stopNow();
        }
    }
}
