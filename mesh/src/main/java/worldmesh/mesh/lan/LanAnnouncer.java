package worldmesh.mesh.lan;

import worldmesh.runtime.identity.Signer;

/** Announces a party on every network of this machine until closed. Owns a thread and a socket; thread-safe. */
public final class LanAnnouncer implements AutoCloseable {
    private LanAnnouncer() {}

    /** Begins to announce; a machine without multicast announces over loopback alone. */
    public static LanAnnouncer open(LanSettings settings, Signer signer, LanAnnouncement announcement) {
        throw new UnsupportedOperationException(settings + " " + signer + " " + announcement);
    }

    /** Announces this from now on. */
    public void update(LanAnnouncement announcement) {
        throw new UnsupportedOperationException(announcement.name());
    }

    @Override
    public void close() {}
}
