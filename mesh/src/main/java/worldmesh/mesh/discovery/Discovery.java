package worldmesh.mesh.discovery;

import java.util.List;
import java.util.Optional;

/** One way to find places where a party can be joined. Nothing here blocks; any thread. */
public interface Discovery extends AutoCloseable {
    /** What is known now, the best first; changes as more is found. Cheap: asked in every frame. */
    List<Place> places();

    /** True if places may be of several parties, of which one is joined: the first that fits. */
    default boolean isOfSeveral() {
        return false;
    }

    /** What to try if nothing is found. */
    default Optional<String> hint() {
        return Optional.empty();
    }

    /** Looks no more. */
    @Override
    void close();
}
