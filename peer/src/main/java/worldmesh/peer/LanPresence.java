package worldmesh.peer;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.lan.LanAnnouncement;
import worldmesh.mesh.lan.LanAnnouncer;
import worldmesh.mesh.lan.LanBrowser;
import worldmesh.mesh.lan.LanSighting;
import worldmesh.peer.core.SessionCore;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.time.Clock;
import worldmesh.world.trust.WorldManifest;

/** A session on the local network: announces a hosted world, or looks for one to join. */
final class LanPresence implements AutoCloseable {
    private final SessionOptions options;
    private final Signer signer;
    private final Clock clock;
    private @Nullable LanBrowser browser;
    private @Nullable LanAnnouncer announcer;
    private @Nullable LanAnnouncement announced;

    LanPresence(SessionOptions options, Signer signer, Clock clock) {
        this.options = options;
        this.signer = signer;
        this.clock = clock;
    }

    void browse() {
        browser = LanBrowser.open(options.lan(), Ed25519Verifier.INSTANCE, clock);
    }

    /** True while a party is looked for. */
    boolean isBrowsing() {
        return browser != null;
    }

    /** True if some party is heard, the right one or not. */
    boolean hearsSome() {
        return browser != null && !browser.sightings().isEmpty();
    }

    /** The party to join, once: the first heard, or that of the world in the store. */
    @Nullable LanSighting found(@Nullable WorldManifest wanted) {
        if (browser == null) {
            return null;
        }
        for (LanSighting sighting : browser.sightings()) {
            boolean right = wanted == null
                    || Arrays.equals(
                            sighting.announcement().world(),
                            wanted.worldId().hash().bytes());
            if (right) {
                browser.close();
                browser = null;
                return sighting;
            }
        }
        return null;
    }

    /** Looks no more. */
    void stop() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    Optional<String> hint() {
        return browser == null ? Optional.empty() : browser.hint();
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
        if (browser != null) {
            browser.close();
        }
        if (announcer != null) {
            announcer.close();
        }
    }
}
