package worldmesh.mesh.group;

import java.util.List;
import org.jgroups.View;
import worldmesh.runtime.identity.PeerId;

/** What a channel needs of whoever carries it. Called on JGroups' threads. */
interface GroupCarrier {
    /** The fellows that are heard now. */
    List<PeerId> heard();

    /** Sends bytes of JGroups to a fellow; they may get lost. */
    void send(PeerId to, byte[] data, int offset, int length);

    /** A view holds for {@code channel}. */
    void installed(GroupChannel channel, View view);
}
