package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.transport.Transport;
import worldmesh.runtime.identity.PeerId;

/**
 * The mesh as a session needs it. {@link Mesh} implements it with a socket, the simulation without one. {@code send}
 * and {@code drain} are called by one thread, {@code send} on VOICE by any; nothing here blocks.
 */
public interface MeshPort extends AutoCloseable {
    /** The largest message. */
    int MAX_MESSAGE_BYTES = Transport.MAX_MESSAGE_BYTES;

    /** The largest message of the lanes VOICE and INPUT. */
    int MAX_WHOLE_BYTES = Transport.MAX_WHOLE_BYTES;

    /** This peer. */
    PeerId self();

    /** The address others reach this peer at. */
    InetSocketAddress local();

    /**
     * Begins to connect; ends in {@code LinkUp} or {@code ConnectFailed} with the returned attempt. A null {@code
     * expected} trusts whoever answers: the caller must then check the peer of {@code LinkUp}.
     */
    long connect(InetSocketAddress to, @Nullable PeerId expected);

    /**
     * Queues a message of at most {@link #MAX_MESSAGE_BYTES}, on VOICE and INPUT {@link #MAX_WHOLE_BYTES}, on a stream
     * 0..255; the array must not be changed afterwards. False if the link does not exist or its queue is full; then
     * nothing was queued.
     */
    boolean send(PeerId to, Lane lane, int stream, byte[] message);

    /** The same of a message that is only lent, which is copied: the way to send without making an array for each. */
    default boolean send(PeerId to, Lane lane, int stream, Payload message) {
        return send(to, lane, stream, message.copy());
    }

    /**
     * The largest state message that travels in one datagram; larger ones travel in parts, all of which must arrive.
     */
    default int maxPayload() {
        return Transport.MAX_UNBROKEN_BYTES;
    }

    /** Sends at once what waits to share a datagram; optional, it leaves by itself within a millisecond. */
    default void flush() {}

    /**
     * Moves the link of {@code peer} to {@code address}, where a search found it, once it proves there that it is the
     * same peer; without proof the link stays where it is. No message is lost or comes twice. Optional.
     */
    default void propose(PeerId peer, InetSocketAddress address) {}

    /**
     * RELIABLE and BULK to {@code peer} go by {@code way} from now on, once the peer answers there and as long as it
     * does, and all else where it went; null: all goes there again. No message is lost or comes twice. Optional.
     */
    default void partStreams(PeerId peer, @Nullable InetSocketAddress way) {}

    /**
     * Begins to connect to {@code peer} through other members, if any is there; ends as {@link #connect} does, with
     * attempts nobody was told of. Optional.
     */
    default void connectThrough(PeerId peer) {}

    /**
     * True while a young handshake goes on with whoever is at {@code address}, begun by either side, in which the other
     * was heard: no other way to it is needed yet. Optional.
     */
    default boolean shakesHands(InetSocketAddress address) {
        return false;
    }

    /**
     * The peer was let in: from now on it may be asked to carry datagrams to others, and ask this one, until its link
     * ends. Optional.
     */
    default void welcome(PeerId peer) {}

    /**
     * Spares the radio of this peer from now on: all links are asked for signs of life at the same moments, and if the
     * rest is silent nothing is said in between by either side. The other sides are told. Optional.
     */
    default void rest(RadioRest rest) {}

    /**
     * Has a train of {@code bytes} without a meaning follow the next data to that peer, by which it is measured whether
     * the line carries more than it is asked to; one at a time. Optional.
     */
    default void probe(PeerId peer, int bytes) {}

    /** Looks for ways to peers behind NATs. */
    default PathFinder paths() {
        return PathFinder.NONE;
    }

    /**
     * Offers all messages of VOICE to {@code tap} from now on, on the threads that bring them, before they wait to be
     * drained; it must neither block nor call this port.
     */
    void tapVoice(VoiceTap tap);

    /** Ends a link and tells the other side why. */
    void close(PeerId peer, CloseReason reason);

    /** The figures of a link, {@link LinkStats#NONE} if there is none. */
    LinkStats stats(PeerId peer);

    /** How this peer stands to {@code peer}; attempts that expect nobody in particular count for nobody. */
    LinkState state(PeerId peer);

    /** The figures of a link since it came up, {@link NetworkStats#NONE} if there is none. */
    NetworkStats networkStats(PeerId peer);

    /** The figures of all links, past ones too, since the start. */
    NetworkStats networkStats();

    /** Hands at most {@code max} signals to {@code consumer} on the calling thread; answers how many. */
    int drain(Consumer<MeshSignal> consumer, int max);

    @Override
    void close();
}
