package worldmesh.mesh;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.LinkFailure;
import worldmesh.mesh.link.LinkState;
import worldmesh.runtime.identity.PeerId;

/** How the last attempt or link of each peer ended, as long as nothing better came of it. Confined to the owner. */
final class LastEnds {
    /** Failures remembered: four times the links there may be by default; the oldest are forgotten. */
    static final int MAX = 1_024;

    private final Map<PeerId, LinkState> failures = new LinkedHashMap<>();

    void ended(PeerId peer, CloseReason reason) {
        note(peer, LinkState.ended(reason));
    }

    void failed(PeerId peer, ConnectFailure reason) {
        note(peer, new LinkState.Failed(LinkFailure.of(reason)));
    }

    LinkState of(PeerId peer) {
        return failures.getOrDefault(peer, LinkState.DISCONNECTED);
    }

    private void note(PeerId peer, LinkState state) {
        failures.remove(peer);
        if (state.kind() == LinkState.Kind.FAILED) {
            failures.put(peer, state);
        }
        if (failures.size() > MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
    }
}
