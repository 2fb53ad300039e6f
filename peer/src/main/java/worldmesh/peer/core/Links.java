package worldmesh.peer.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.peer.wire.Message;
import worldmesh.runtime.identity.PeerId;

/** All links of a session, in the order of their peers, so that a simulation repeats itself. */
final class Links {
    private final MeshPort mesh;
    private final Map<PeerId, PeerLink> links = new TreeMap<>();
    private int changes;

    Links(MeshPort mesh) {
        this.mesh = mesh;
    }

    /** Grows whenever a link is admitted or its peer moves. */
    int changes() {
        return changes;
    }

    /** Both sides of a link let each other in, or one of them is somewhere else now. */
    void onChanged() {
        changes++;
    }

    MeshPort mesh() {
        return mesh;
    }

    PeerLink open(MeshSignal.LinkUp up, SessionSettings settings, long nowNanos) {
        PeerLink link = new PeerLink(mesh, up, settings, nowNanos);
        links.put(up.peer(), link);
        return link;
    }

    @Nullable PeerLink remove(PeerId peer) {
        return links.remove(peer);
    }

    @Nullable PeerLink find(PeerId peer) {
        return links.get(peer);
    }

    @Nullable PeerLink admitted(PeerId peer) {
        PeerLink link = links.get(peer);
        return link != null && link.isAdmitted() ? link : null;
    }

    Collection<PeerLink> all() {
        return List.copyOf(links.values());
    }

    List<PeerLink> admitted() {
        return links.values().stream().filter(PeerLink::isAdmitted).toList();
    }

    /** Sends to all that are admitted but {@code except}. */
    void broadcast(int stream, Message message, @Nullable PeerId except) {
        byte[] encoded = null;
        for (PeerLink link : links.values()) {
            if (link.isAdmitted() && (except == null || !except.equals(link.peer()))) {
                encoded = encoded == null ? link.encode(message) : encoded;
                link.send(stream, encoded);
            }
        }
    }

    void close(PeerLink link, CloseReason reason) {
        mesh.close(link.peer(), reason);
    }

    /** Closes all links but those that were told to close before. */
    void leaveAll() {
        for (PeerLink link : all()) {
            if (link.closeAtNanos == Long.MAX_VALUE) {
                close(link, CloseReason.LEFT);
            }
        }
    }
}
