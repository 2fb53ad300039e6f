package worldmesh.mesh.path;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Looks for ways to peers behind NATs. Nothing here blocks; {@link #drain} belongs to one thread. A search ends by
 * itself, with or without a way; who still wants one asks again.
 */
public interface PathFinder {
    /** Finds nothing: for what has no sockets, as a simulation. */
    PathFinder NONE = new PathFinder() {
        @Override
        public void seek(PeerId peer, @Nullable InetSocketAddress seen) {}

        @Override
        public void onOffer(PeerId from, byte[] offer) {}

        @Override
        public int drain(Consumer<PathEvent> consumer, int max) {
            return 0;
        }
    };

    /** Looks for ways to {@code peer}, whom others see at {@code seen}, unless a search is under way. */
    void seek(PeerId peer, @Nullable InetSocketAddress seen);

    /** Takes an offer that says it is from {@code from}; anything may be in it. */
    void onOffer(PeerId from, byte[] offer);

    /**
     * What leads to {@code to} through a server that carries for this peer; null while there is none, which is then
     * asked for, so that a later call may answer more.
     */
    default @Nullable InetSocketAddress around(InetSocketAddress to) {
        return null;
    }

    /** The node where members are met that nobody reaches. */
    default Rendezvous rendezvous() {
        return Rendezvous.NONE;
    }

    /** Hands at most {@code max} events to {@code consumer} on the calling thread; answers how many. */
    int drain(Consumer<PathEvent> consumer, int max);
}
