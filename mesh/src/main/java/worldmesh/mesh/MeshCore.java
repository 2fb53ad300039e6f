package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;

/**
 * All links of one peer as one pure machine: datagrams, messages and the time go in, datagrams and signals come out. It
 * has one owner. Whoever drives it calls {@link #onTime} whenever {@link #nextDeadlineNanos} has come, also right after
 * {@link #send}: messages wait up to half a millisecond to share a datagram.
 */
public final class MeshCore {
    /** A peer with no links. */
    public MeshCore(MeshSettings settings, Signer identity, MeshCrypto crypto, RandomGenerator random) {
        throw new UnsupportedOperationException(settings + " " + identity + " " + crypto + " " + random);
    }

    /** This peer. */
    public PeerId self() {
        throw new UnsupportedOperationException();
    }

    /** Begins to connect; ends in {@code LinkUp}, or in {@code ConnectFailed} with the returned attempt. */
    public long connect(InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out) {
        throw new UnsupportedOperationException(to + " " + expected + " " + now + " " + out);
    }

    /** Takes {@code length} bytes that came from {@code from}; anything may be in them. */
    public void onDatagram(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        throw new UnsupportedOperationException(from + " " + data.length + " " + length + " " + now + " " + out);
    }

    /** Queues a message; false if there is no such link or its queue is full, then nothing was queued. */
    @SuppressWarnings("ParameterNumber") // the contract of the port plus time and outbox
    public boolean send(PeerId to, Lane lane, int stream, byte[] message, long now, MeshOutbox out) {
        throw new UnsupportedOperationException(to + " " + lane + stream + message.length + now + out);
    }

    /** Sends at once what waits to share a datagram. */
    public void flush(long now, MeshOutbox out) {
        throw new UnsupportedOperationException(now + " " + out);
    }

    /** Ends a link and tells the other side why. */
    public void close(PeerId peer, CloseReason reason, long now, MeshOutbox out) {
        throw new UnsupportedOperationException(peer + " " + reason + now + out);
    }

    /** Does what is due. */
    public void onTime(long now, MeshOutbox out) {
        throw new UnsupportedOperationException(now + " " + out);
    }

    /** When {@link #onTime} is to be called next; {@link Long#MAX_VALUE} if nothing waits. */
    public long nextDeadlineNanos() {
        return Long.MAX_VALUE;
    }

    /** The figures of a link, {@link LinkStats#NONE} if there is none. */
    public LinkStats stats(PeerId peer) {
        throw new UnsupportedOperationException(peer.brief());
    }
}
