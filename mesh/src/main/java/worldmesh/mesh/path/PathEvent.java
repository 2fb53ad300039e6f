package worldmesh.mesh.path;

import java.net.InetSocketAddress;
import java.util.List;
import worldmesh.runtime.identity.PeerId;

/** What a {@link PathFinder} wants done. */
public sealed interface PathEvent {
    /** An offer is to be carried to that peer over links that exist. */
    @SuppressWarnings("ArrayRecordComponent")
    record Offer(PeerId to, byte[] offer) implements PathEvent {}

    /**
     * A check went there and back: datagrams pass both ways.
     *
     * @param peer whose address it is
     * @param address where it is reached from here
     * @param kind how direct that is
     * @param hosts the peer's own addresses: a link to one of them has nothing to gain
     */
    record Found(PeerId peer, InetSocketAddress address, CandidateKind kind, List<InetSocketAddress> hosts)
            implements PathEvent {}

    /** A search is over, with or without a way; {@code ways} has each pair that was known to it. */
    record Ended(PeerId peer, List<WayResult> ways) implements PathEvent {
        /** Copies the list. */
        public Ended {
            ways = List.copyOf(ways);
        }
    }
}
