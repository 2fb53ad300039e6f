package worldmesh.mesh.lan;

import java.util.List;
import java.util.Optional;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.time.Clock;

/** Lists the parties heard on the local network until closed. Owns a thread and a socket; thread-safe. */
public final class LanBrowser implements AutoCloseable {
    private LanBrowser() {}

    /** Begins to listen. */
    public static LanBrowser open(LanSettings settings, SignatureVerifier verifier, Clock clock) {
        throw new UnsupportedOperationException(settings + " " + verifier + " " + clock);
    }

    /** The parties heard lately, in order of name, then peer; one entry per peer. */
    public List<LanSighting> sightings() {
        return List.of();
    }

    /** What a person can try, once nothing has been heard for five seconds. */
    public Optional<String> hint() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
