package worldmesh.mesh.link;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/** What the mesh reports to its user; of one peer in the order it happened, but that state may be overtaken. */
public sealed interface MeshSignal {
    /**
     * A link came up: from now on messages pass. {@code channelBinding} is 32 bytes that only the two ends of this very
     * link know; a proof made over it cannot be replayed on another link.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record LinkUp(PeerId peer, PublicKey key, InetSocketAddress address, boolean initiator, byte[] channelBinding)
            implements MeshSignal {}

    /** A link ended; what was not delivered is lost. */
    record LinkDown(PeerId peer, CloseReason reason) implements MeshSignal {}

    /** An attempt ended without a link; {@code expected} as it was given to {@code connect}. */
    record ConnectFailed(
            long attempt, InetSocketAddress to, @Nullable PeerId expected, ConnectFailure reason)
            implements MeshSignal {}

    /** A message arrived. The array belongs to the receiver. */
    @SuppressWarnings("ArrayRecordComponent")
    record Received(PeerId from, Lane lane, int stream, byte[] message) implements MeshSignal {}

    /** A peer fell silent for longer than it should, or is heard again. */
    record Suspected(PeerId peer, boolean suspected) implements MeshSignal {}

    /** A peer's address changed; it has proved that it is there. */
    record Moved(PeerId peer, InetSocketAddress address) implements MeshSignal {}

    /** A cable of this machine is plugged in again, or its radio has found its cell: whoever is sought may be there. */
    record NetworkBack() implements MeshSignal {}
}
