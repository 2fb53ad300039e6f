package worldmesh.mesh.session;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.Segment;
import worldmesh.mesh.wire.Wire;

/**
 * The initiator's way to a session: hello, cookie, hello again, TLS in segments. It drives all retransmission, the
 * responder only answers. Confined to its owner.
 */
public final class Initiation {
    /** New cookies taken before giving up on a responder that always sends another. */
    private static final int MAX_COOKIES = 8;

    private final InetSocketAddress to;
    private final int cid;
    private final long nonce;
    private final Handshake handshake;
    private final HandshakeStream stream = new HandshakeStream();
    private final Backoff backoff = new Backoff();
    private final byte[] firstFlight;
    private byte[] cookie = new byte[0];
    private int cookies;
    private int remoteCid = -1;
    private @Nullable ConnectFailure failure;

    /** An attempt that the other side will know by {@code cid}; {@code nonce} is drawn for it alone. */
    public Initiation(InetSocketAddress to, int cid, long nonce, Handshake handshake) {
        this.to = to;
        this.cid = cid;
        this.nonce = nonce;
        this.handshake = handshake;
        this.firstFlight = handshake.output();
        stream.append(firstFlight);
    }

    /** Sends the first hello. */
    public void start(long now, MeshOutbox out) {
        sendHello(out);
        backoff.restart(now);
    }

    /** Where the attempt goes to. */
    public InetSocketAddress to() {
        return to;
    }

    /** The id by which the other side addresses this attempt. */
    public int cid() {
        return cid;
    }

    /** The other side's id; only when it has answered. */
    public int remoteCid() {
        return remoteCid;
    }

    /** True once the other side has kept state for this attempt. */
    public boolean answered() {
        return remoteCid >= 0;
    }

    /** True once anything came back from the address. */
    public boolean heard() {
        return cookies > 0 || answered();
    }

    /** The TLS side of it. */
    public Handshake handshake() {
        return handshake;
    }

    /** Why the attempt failed, or null while it did not. */
    public @Nullable ConnectFailure failure() {
        return failure;
    }

    /** Takes a cookie; false if it is not for this attempt. */
    public boolean onCookie(InetSocketAddress from, CookieReply reply, long now, MeshOutbox out) {
        if (!from.equals(to) || reply.nonce() != nonce || answered() || ++cookies > MAX_COOKIES) {
            return false;
        }
        cookie = reply.cookie();
        sendHello(out);
        backoff.restart(now);
        return true;
    }

    /** Takes a refusal; false if it is not for this attempt. */
    public boolean onRefusal(InetSocketAddress from, Refusal refusal) {
        if (!from.equals(to) || refusal.nonce() != nonce || answered()) {
            return false;
        }
        failure = refusal.reason() == Refusal.VERSION_MISMATCH
                ? ConnectFailure.VERSION_MISMATCH
                : ConnectFailure.OVERLOADED;
        return true;
    }

    /** Takes a segment; false if it is not for this attempt. */
    public boolean onSegment(InetSocketAddress from, Segment segment, long now, MeshOutbox out) {
        boolean foreign = !from.equals(to) || (answered() && segment.senderCid() != remoteCid) || cookie.length == 0;
        if (foreign) {
            return false;
        }
        remoteCid = segment.senderCid();
        stream.carriedByHello(firstFlight.length);
        byte[] fresh = stream.take(segment);
        if (fresh.length == 0) {
            return true;
        }
        handshake.input(fresh);
        byte[] reply = handshake.output();
        if (reply.length > 0) {
            stream.append(reply);
            stream.send(to, remoteCid, cid, out);
        }
        backoff.restart(now);
        if (handshake.failure() != null) {
            failure = reason(handshake.failure());
        }
        return true;
    }

    private static ConnectFailure reason(Handshake.Failure failure) {
        return switch (failure) {
            case WRONG_PEER -> ConnectFailure.WRONG_PEER;
            case NO_COMMON_VERSION -> ConnectFailure.VERSION_MISMATCH;
            case BROKEN -> ConnectFailure.HANDSHAKE_FAILED;
        };
    }

    /** Sends again what was not answered, if it is time. */
    public void onTime(long now, MeshOutbox out) {
        if (!backoff.due(now)) {
            return;
        }
        if (answered()) {
            stream.send(to, remoteCid, cid, out);
        } else {
            sendHello(out);
        }
        backoff.retried(now);
    }

    /** Somebody else was reached: if this attempt waits since the network was down, it waits no longer. */
    public void hurry() {
        backoff.hurry();
    }

    /** The network was away: what was sent went nowhere, and is sent now. */
    public void anew(long now) {
        backoff.anew(now);
    }

    /** When {@link #onTime} is due. */
    public long nextNanos() {
        return backoff.nextNanos();
    }

    private void sendHello(MeshOutbox out) {
        byte[] datagram = new Hello(Wire.VERSION, cid, nonce, cookie, firstFlight).encode();
        out.datagram(to, datagram, 0, datagram.length);
    }
}
