package worldmesh.mesh.session;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Segment;

/**
 * The responder's side of a handshake that has proved its address. Sends only in answer to the initiator and nothing
 * but the handshake. Confined to its owner.
 */
public final class Response {
    private final InetSocketAddress from;
    private final int cid;
    private final int remoteCid;
    private final long nonce;
    private @Nullable Handshake handshake;
    private final HandshakeStream stream = new HandshakeStream();
    private final long deadline;

    /** Begins to answer {@code hello}; others will know this side by {@code cid}. */
    public Response(InetSocketAddress from, int cid, Hello hello, Handshake handshake, long deadline) {
        this.from = from;
        this.cid = cid;
        this.remoteCid = hello.cid();
        this.nonce = hello.nonce();
        this.handshake = handshake;
        this.deadline = deadline;
        stream.receivedByHello(hello.flight().length);
        handshake.input(hello.flight());
        stream.append(handshake.output());
    }

    /** Sends what the other side has not acknowledged. */
    public void answer(MeshOutbox out) {
        if (stream.unacknowledged()) {
            stream.send(from, remoteCid, cid, out);
        }
    }

    /** Takes a segment; false if it is not for this handshake. */
    public boolean onSegment(InetSocketAddress sender, Segment segment, MeshOutbox out) {
        if (!sender.equals(from) || segment.senderCid() != remoteCid) {
            return false;
        }
        byte[] fresh = stream.take(segment);
        Handshake running = handshake;
        if (fresh.length > 0 && running != null) {
            running.input(fresh);
            stream.append(running.output());
        }
        answer(out);
        return true;
    }

    /** True if {@code hello} from {@code sender} is the one that began this handshake. */
    public boolean begunBy(InetSocketAddress sender, Hello hello) {
        return sender.equals(from) && hello.nonce() == nonce && hello.cid() == remoteCid;
    }

    /** The number that names the initiator's attempt. */
    public long nonce() {
        return nonce;
    }

    /** The initiator's address. */
    public InetSocketAddress from() {
        return from;
    }

    /** The id by which the initiator addresses this side. */
    public int cid() {
        return cid;
    }

    /** The initiator's own id. */
    public int remoteCid() {
        return remoteCid;
    }

    /** The TLS side of it; null once it has ended well. */
    public @Nullable Handshake handshake() {
        return handshake;
    }

    /** The link has its keys: lets go of all that they could be derived from again. */
    public void settle() {
        handshake = null;
    }

    /** When it is given up. */
    public long deadline() {
        return deadline;
    }
}
