package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.link.RejectionCounts;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.Segment;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;

/**
 * All links of one peer as one pure machine: datagrams, messages and the time go in, datagrams and signals come out. It
 * has one owner. Whoever drives it calls {@link #onTime} whenever {@link #nextDeadlineNanos} has come, also right after
 * {@link #send}: messages wait up to half a millisecond to share a datagram. A message may be sent from within {@code
 * MeshOutbox.signal}; it then leaves with the acknowledgement.
 */
public final class MeshCore {
    private final LinkContext context;
    private final LinkTable links;
    private final Connector connector;
    private final Acceptor acceptor;
    private final long stallNanos;
    private boolean busy;
    private boolean started;
    private long lastNow;

    /** A peer with no links. */
    public MeshCore(MeshSettings settings, Signer identity, MeshCrypto crypto, RandomGenerator random) {
        this.context = new LinkContext(settings, identity.peer(), crypto, random);
        this.links = new LinkTable(context);
        Cids cids = new Cids(random);
        this.connector = new Connector(context, links, cids);
        this.acceptor = new Acceptor(context, links, cids, connector::reaching);
        this.stallNanos = 2 * settings.pingMillis() * 1_000_000L;
        cids.ask(cid -> links.byCid(cid) != null || connector.knows(cid) || acceptor.knows(cid));
    }

    /** This peer. */
    public PeerId self() {
        return context.self;
    }

    /** Begins to connect; ends in {@code LinkUp}, or in {@code ConnectFailed} with the returned attempt. */
    public long connect(InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out) {
        tick(now);
        return connector.connect(to, expected, now, out);
    }

    /** Takes {@code length} bytes that came from {@code from}; anything may be in them. */
    public void onDatagram(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        tick(now);
        if (length == 0) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        busy = true;
        switch (DatagramKind.of(data[0])) {
            case RECORD -> onRecord(from, data, length, now, out);
            case HELLO -> onHello(from, data, length, now, out);
            case COOKIE -> onCookie(from, data, length, now, out);
            case SEGMENT -> onSegment(from, data, length, now, out);
            case REFUSAL -> onRefusal(from, data, length, out);
            case UNKNOWN -> context.rejections.add(Rejection.UNKNOWN_KIND);
        }
        busy = false;
    }

    /**
     * Queues a message, which must not be changed afterwards; false if there is no such link or its queue is full, then
     * nothing was queued.
     */
    @SuppressWarnings("ParameterNumber") // what the port has plus time and outbox
    public boolean send(PeerId to, Lane lane, int stream, byte[] message, long now, MeshOutbox out) {
        // Within a call the time stands still, or what is sent from a signal would not be due when the call ends.
        long time = busy ? lastNow : now;
        tick(time);
        Link link = links.byPeer(to);
        if (link == null || !link.send(lane, stream, message, time)) {
            return false;
        }
        if (!busy) {
            link.pump(now, out);
        }
        return true;
    }

    /** Sends at once what waits to share a datagram. */
    public void flush(long now, MeshOutbox out) {
        tick(now);
        for (Link link : links.links()) {
            link.flush(now);
            link.pump(now, out);
        }
    }

    /** Ends a link and tells the other side why; reported as {@code LinkDown} here too. */
    public void close(PeerId peer, CloseReason reason, long now, MeshOutbox out) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            links.end(link, reason, now, out);
        }
    }

    /** Ends all links at once and says so several times in a row: the owner will not be called again. */
    public void leave(long now, MeshOutbox out) {
        tick(now);
        links.leave(now, out);
    }

    /** Does what is due. */
    public void onTime(long now, MeshOutbox out) {
        tick(now);
        connector.onTime(now, out);
        acceptor.onTime(now);
        links.onTime(now, out);
    }

    /** When {@link #onTime} is to be called next; {@link Long#MAX_VALUE} if nothing waits. */
    public long nextDeadlineNanos() {
        return Math.min(Math.min(connector.deadline(), acceptor.deadline()), links.deadline(lastNow));
    }

    /** The figures of a link, {@link LinkStats#NONE} if there is none. */
    public LinkStats stats(PeerId peer) {
        Link link = links.byPeer(peer);
        return link == null ? LinkStats.NONE : link.stats();
    }

    /** How many links are up. */
    public int linkCount() {
        return links.links().size();
    }

    /** Bytes of all records ever sent. */
    public long bytesSent() {
        return context.bytesSent;
    }

    /** Bytes of all genuine records ever received. */
    public long bytesReceived() {
        return context.bytesReceived;
    }

    /** What was refused, and how often. */
    public RejectionCounts rejections() {
        return context.rejections;
    }

    /** A gap between two calls is this process standing still, which must not look like silence of the others. */
    private void tick(long now) {
        if (started && now - lastNow > stallNanos) {
            links.forgive(now - lastNow);
        }
        started = true;
        lastNow = now;
    }

    private void onRecord(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        if (length < RecordHeader.OVERHEAD_BYTES) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        int cid = RecordHeader.cid(data);
        Link link = links.byCid(cid);
        if (link == null) {
            link = connector.onRecord(cid, new DatagramIn(from, data, length), now, out);
        } else {
            int opened = link.open(data, length, now, out);
            if (opened < 0) {
                return;
            }
            if (!link.takeOpened(from, opened, now, out)) {
                context.rejections.add(Rejection.PROTOCOL_ERROR);
                links.end(link, CloseReason.PROTOCOL_ERROR, now, out);
                return;
            }
        }
        if (link != null) {
            afterRecord(link, from, now, out);
        }
    }

    private void afterRecord(Link link, InetSocketAddress from, long now, MeshOutbox out) {
        CloseReason reason = link.closedByPeer();
        if (reason != null) {
            links.drop(link, reason, out);
            return;
        }
        link.answerChallenge(from, now, out);
        link.pump(now, out);
    }

    private void onHello(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        Hello hello = Hello.decode(data, length);
        if (hello == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        acceptor.onHello(from, hello, now, out);
    }

    private void onCookie(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        CookieReply reply = CookieReply.decode(data, length);
        if (reply == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        connector.onCookie(from, reply, now, out);
    }

    private void onRefusal(InetSocketAddress from, byte[] data, int length, MeshOutbox out) {
        Refusal refusal = Refusal.decode(data, length);
        if (refusal == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        connector.onRefusal(from, refusal, out);
    }

    private void onSegment(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        Segment segment = Segment.decode(data, length);
        if (segment == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        if (connector.knows(segment.receiverCid())) {
            connector.onSegment(from, segment, now, out);
            return;
        }
        Link link = acceptor.onSegment(from, segment, now, out);
        if (link != null) {
            link.pump(now, out);
        }
    }
}
