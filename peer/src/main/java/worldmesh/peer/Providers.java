package worldmesh.peer;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.port.WorldStoreProvider;

/** Finds the implementations of the ports, or names the artifact that has them. Stateless. */
final class Providers {
    private static final String ARTIFACT = "io.github.worldmesh:worldmesh-authority-node";

    private Providers() {}

    static WorldStoreProvider store() {
        return find(WorldStoreProvider.class, "a world store");
    }

    /** The authority of a party peer, or null for a light client. */
    static @Nullable AuthorityProvider authorityIfPresent() {
        return ServiceLoader.load(AuthorityProvider.class).findFirst().orElse(null);
    }

    static AuthorityProvider authority() {
        return find(AuthorityProvider.class, "an authority");
    }

    private static <P> P find(Class<P> port, String what) {
        return ServiceLoader.load(port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no implementation of " + what + " is on the class path; add the dependency " + ARTIFACT));
    }
}
