package worldmesh.mesh.group;

import java.util.List;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/** What a channel needs of whoever carries it. Called on JGroups' threads. */
interface GroupCarrier {
    /** The fellows that are heard now. */
    List<PeerId> heard();

    /** Sends bytes of JGroups to a fellow; they may get lost. */
    void send(PeerId to, byte[] data, int offset, int length);

    /** True if its peer has spoken under another address since it spoke under {@code address}. */
    boolean former(GroupAddress address);

    /** The coordinator of the last view that all these sides shared, null if there is none. */
    @Nullable PeerId commonCoordinator(List<List<PeerId>> sides);

    /** A view holds for {@code channel}. */
    void installed(GroupChannel channel, View view);
}
