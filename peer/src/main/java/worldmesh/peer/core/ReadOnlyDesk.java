package worldmesh.peer.core;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.ReadOnlyEvent;
import worldmesh.peer.wire.ReadOnly;
import worldmesh.runtime.identity.PeerId;

/**
 * Whether the world takes commands: what the holder of the authority says of it counts, told once per change. What
 * others say waits, since the proof that they hold the role may come after it.
 */
final class ReadOnlyDesk {
    private final SessionScope scope;
    private final ProofExchange proofs;
    private final Map<PeerId, String> said = new TreeMap<>();
    private String own = "";
    private String told = "";

    ReadOnlyDesk(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
    }

    /** This peer's authority refuses commands for that reason, or takes them again if it is empty. */
    void declare(String reason) {
        own = reason;
        scope.links.broadcast(PeerLink.SOCIAL_STREAM, new ReadOnly(reason), null);
    }

    static void requireFits(String reason) {
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ReadOnly.REASON_BYTES_MAX) {
            throw new IllegalArgumentException("the reason for a read-only world has " + bytes + " bytes, at most "
                    + ReadOnly.REASON_BYTES_MAX + "; shorten it");
        }
    }

    void onAdmitted(PeerLink link) {
        link.send(PeerLink.SOCIAL_STREAM, new ReadOnly(own));
    }

    void onMessage(PeerLink link, ReadOnly message) {
        said.put(link.peer(), message.reason());
    }

    /** The holder is believed while it is out of reach: it says anew what holds when it is back. */
    void onLinkDown(PeerId peer) {
        if (!proofs.isHolder(peer)) {
            said.remove(peer);
        }
    }

    void onTime() {
        PeerId holder = proofs.holder();
        if (holder == null) {
            return;
        }
        boolean mine = holder.equals(scope.world.self());
        String now = mine ? own : said.getOrDefault(holder, "");
        if (!now.equals(told)) {
            told = now;
            scope.emit(new ReadOnlyEvent(now, mine ? Origin.LOCAL : Origin.AUTHORITY, scope.worldMillis()));
        }
    }
}
