package worldmesh.peer.port;

import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Opens stores. Found by {@link java.util.ServiceLoader}. */
public interface WorldStoreProvider {
    /**
     * Opens or creates the store in {@code directory}; {@code callbacks} runs every {@code whenDurable}, on the thread
     * that updates the session.
     */
    WorldStore open(Path directory, Executor callbacks);
}
