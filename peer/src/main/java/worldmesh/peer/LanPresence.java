package worldmesh.peer;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.discovery.Discoveries;
import worldmesh.mesh.discovery.Place;
import worldmesh.mesh.lan.LanAnnouncement;
import worldmesh.mesh.lan.LanAnnouncer;
import worldmesh.mesh.lan.LanBrowser;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.peer.core.SessionCore;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.time.Clock;
import worldmesh.world.trust.WorldManifest;

/** How a session is found and finds: announces a hosted world on the local network, or looks for one to join. */
final class LanPresence implements AutoCloseable {
    private final SessionOptions options;
    private final Signer signer;
    private final Clock clock;
    private final Supplier<Rendezvous> node;
    private @Nullable PartySearch search;
    private @Nullable LanAnnouncer announcer;
    private @Nullable LanAnnouncement announced;

    LanPresence(SessionOptions options, Signer signer, Clock clock, Supplier<Rendezvous> node) {
        this.node = node;
        this.options = options;
        this.signer = signer;
        this.clock = clock;
    }

    void browse() {
        search = new PartySearch(Discoveries.begin(
                options.discovery(),
                () -> LanBrowser.open(options.lan(), Ed25519Verifier.INSTANCE, clock),
                node.get()));
    }

    /** True while a party is looked for. */
    boolean isBrowsing() {
        return search != null;
    }

    /** True if some party is found, the right one or not. */
    boolean findsSome() {
        return search != null && search.findsSome();
    }

    /** A place to try that was not told yet: any, or one of the world in the store. */
    @Nullable Place next(@Nullable WorldManifest wanted) {
        return search == null
                ? null
                : search.next(wanted == null ? null : wanted.worldId().hash().bytes());
    }

    /** Looks no more. */
    void stop() {
        if (search != null) {
            search.close();
            search = null;
        }
    }

    Optional<String> hint() {
        return search == null ? Optional.empty() : search.hint();
    }

    /** Keeps the announcement of a host up to date. */
    void announce(SessionCore core, InetSocketAddress local) {
        WorldManifest manifest = core.world().manifest();
        if (!options.announce() || !core.isHost() || manifest == null) {
            return;
        }
        LanAnnouncement now = new LanAnnouncement(
                signer.publicKey(),
                manifest.worldId().hash().bytes(),
                manifest.name(),
                local.getPort(),
                core.peers().size());
        if (now.equals(announced)) {
            return;
        }
        announced = now;
        if (announcer == null) {
            announcer = LanAnnouncer.open(options.lan(), signer, now, local.getAddress());
        } else {
            announcer.update(now);
        }
    }

    @Override
    public void close() {
        stop();
        if (announcer != null) {
            announcer.close();
        }
    }
}
