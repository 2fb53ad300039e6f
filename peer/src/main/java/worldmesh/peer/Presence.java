package worldmesh.peer;

import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.peer.core.PeerView;
import worldmesh.runtime.identity.PeerId;

/**
 * What players show of themselves while they are here: a cursor, a mood. Never stored. Confined to the world's thread.
 */
public final class Presence {
    private final Session session;

    Presence(Session session) {
        this.session = session;
    }

    /** Shows something to all; an empty value shows it no more. */
    public void set(String key, String value) {
        session.checkedCore().show(key, value);
    }

    /** What a player shows; empty if it is not here. */
    public SortedMap<String, String> of(PeerId peer) {
        return session.peers().stream()
                .filter(view -> view.peer().equals(peer))
                .findFirst()
                .map(PeerView::presence)
                .orElseGet(TreeMap::new);
    }
}
