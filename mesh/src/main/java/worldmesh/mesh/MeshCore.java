package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.link.RejectionCounts;
import worldmesh.mesh.link.RelayStats;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.relay.RelayRefusal;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.ResumeRequest;
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
    private final Resumer resumer;
    private final ResumeDesk resumeDesk;
    private final long stallNanos;
    private final RelayDesk relays;
    private final CountedOutbox counted;
    private long datagramBytesReceived;
    private final Payload outgoing = new Payload();
    private boolean busy;
    private boolean started;
    private long lastNow;

    /** A peer with no links. */
    public MeshCore(MeshSettings settings, Signer identity, MeshCrypto crypto, RandomGenerator random) {
        this.context = new LinkContext(settings, identity.peer(), crypto, random);
        this.links = new LinkTable(context);
        this.relays = new RelayDesk(context, links);
        this.counted = new CountedOutbox(this::carry);
        links.onDown(relays::forget);
        Cids cids = new Cids(random);
        this.resumer = new Resumer(context, links, cids);
        this.resumeDesk = new ResumeDesk(context, links, cids);
        this.connector = new Connector(context, links, cids, resumer);
        resumer.fallBackTo(connector::handshake);
        this.acceptor = new Acceptor(context, links, cids, connector::reaching);
        connector.yieldTo(acceptor::answers);
        this.stallNanos = 2 * settings.pingMillis() * 1_000_000L;
        cids.ask(cid -> links.byCid(cid) != null
                || connector.knows(cid)
                || acceptor.knows(cid)
                || resumer.knows(cid)
                || resumeDesk.knows(cid));
    }

    /** This peer. */
    public PeerId self() {
        return context.self;
    }

    /** Begins to connect; ends in {@code LinkUp}, or in {@code ConnectFailed} with the returned attempt. */
    public long connect(InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out) {
        tick(now);
        return connector.connect(to, expected, now, counted.before(out));
    }

    /**
     * Begins to connect to {@code peer} through other members, the nearest ones, as by {@link #connect}; not at all if
     * none is there. For this side and for them a peer is a member from {@link #welcome} on.
     */
    public void connectThrough(PeerId peer, long now, MeshOutbox out) {
        tick(now);
        for (InetSocketAddress way : relays.ways(peer, now)) {
            connector.connect(way, peer, now, counted.before(out));
        }
    }

    /** True while a young handshake goes on with whoever is at that address, in which the other side was heard. */
    public boolean shakesHands(InetSocketAddress address, long now) {
        return connector.isHeard(address, now) || acceptor.answers(address, now);
    }

    /** The session has let in who is at the end of that link: it may be carried through this peer, and carry for it. */
    public void welcome(PeerId peer, long now) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            link.welcome();
        }
    }

    /** Takes {@code length} bytes that came from {@code from}; anything may be in them. */
    public void onDatagram(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        tick(now);
        datagramBytesReceived += length;
        if (RelayedAddress.is(from)) {
            context.rejections.add(Rejection.RELAY_FORGED);
            return;
        }
        busy = true;
        take(from, data, length, now, counted.before(out));
        busy = false;
    }

    private void take(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        if (length == 0) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        switch (DatagramKind.of(data[0])) {
            case RECORD -> onRecord(from, data, length, now, out);
            case HELLO -> onHello(from, data, length, now, out);
            case COOKIE -> onCookie(from, data, length, now, out);
            case SEGMENT -> onSegment(from, data, length, now, out);
            case REFUSAL -> onRefusal(from, data, length, now, out);
            case RESUME -> onResume(new DatagramIn(from, data, length), now, out);
            case RESUMED -> onResumed(new DatagramIn(from, data, length), now, out);
            case UNKNOWN -> context.rejections.add(Rejection.UNKNOWN_KIND);
        }
    }

    private void carry(InetSocketAddress to, byte[] data, int offset, int length) {
        relays.carry(to, data, offset, length, lastNow, counted);
    }

    /**
     * Queues a message, which must not be changed afterwards; false if there is no such link or its queue is full, then
     * nothing was queued.
     */
    @SuppressWarnings("ParameterNumber") // what the port has plus time and outbox
    public boolean send(PeerId to, Lane lane, int stream, byte[] message, long now, MeshOutbox out) {
        boolean taken = send(to, lane, stream, outgoing.give(message), now, out);
        outgoing.release();
        return taken;
    }

    /** The same of a message that may only be lent, and is copied then. */
    @SuppressWarnings("ParameterNumber")
    public boolean send(PeerId to, Lane lane, int stream, Payload message, long now, MeshOutbox out) {
        // Within a call the time stands still, or what is sent from a signal would not be due when the call ends.
        long time = busy ? lastNow : now;
        tick(time);
        Link link = links.sendingTo(to);
        if (link == null || !link.send(lane, stream, message, time)) {
            return false;
        }
        if (!busy) {
            link.pump(now, counted.before(out));
        }
        return true;
    }

    /** Sends at once what waits to share a datagram. */
    public void flush(long now, MeshOutbox out) {
        tick(now);
        links.flush(now, counted.before(out));
    }

    /** Leaves the watch over a peer to others, who will {@link #doubt} it here too; or takes it up again. */
    public void calm(PeerId peer, boolean others, long now) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            link.calm(others, now);
        }
    }

    /**
     * Asks a peer for a sign of life now: reports that it is heard, or suspects it after as long as an unanswered ping
     * takes.
     */
    public void doubt(PeerId peer, long now) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            link.doubt(now);
        }
    }

    /** Spares the radio of this peer from now on, on all links, whose other ends are told. */
    public void rest(RadioRest rest, long now) {
        tick(now);
        context.rest = rest;
        for (Link link : links.links()) {
            links.touch(link);
            link.rest();
        }
    }

    /** Moves a link to {@code address} once the peer proves that it is there; till then, and else, it stays. */
    public void propose(PeerId peer, InetSocketAddress address, long now, MeshOutbox out) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            link.propose(address, now, counted.before(out));
        }
    }

    /** The streams to a peer go by {@code way} once it is proved, and all else where it went; all there if null. */
    public void partStreams(PeerId peer, @Nullable InetSocketAddress way, long now, MeshOutbox out) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            link.partStreams(way, now, counted.before(out));
        }
    }

    /** Ends a link and tells the other side why; reported as {@code LinkDown} here too. */
    public void close(PeerId peer, CloseReason reason, long now, MeshOutbox out) {
        tick(now);
        Link link = links.byPeer(peer);
        if (link != null) {
            links.end(link, reason, now, counted.before(out));
        }
        context.tickets.forget(peer); // whoever is refused while it is away does not come back by a ticket
    }

    /** Ends all links at once and says so several times in a row: the owner will not be called again. */
    public void leave(long now, MeshOutbox out) {
        tick(now);
        links.leave(now, counted.before(out));
    }

    /** Does what is due. */
    public void onTime(long now, MeshOutbox out) {
        tick(now);
        MeshOutbox outbox = counted.before(out);
        connector.onTime(now, outbox);
        acceptor.onTime(now);
        resumeDesk.onTime(now);
        Collection<Link> looked = links.onTime(now, outbox);
        relays.onTime(looked, now, outbox);
        resumer.onTime(looked, now, outbox);
    }

    /** This machine's network carries again: what waits for an answer is said now, and has its whole time again. */
    public void onNetworkBack(long now, MeshOutbox out) {
        connector.onNetworkBack(now);
        resumer.onNetworkBack(now);
        out.signal(new MeshSignal.NetworkBack());
        onTime(now, out);
    }

    /** When {@link #onTime} is to be called next; {@link Long#MAX_VALUE} if nothing waits. */
    public long nextDeadlineNanos() {
        long attempts = Math.min(connector.deadline(), resumer.deadline());
        long answers = Math.min(acceptor.deadline(), resumeDesk.deadline());
        long due = Math.min(Math.min(attempts, answers), links.deadline(lastNow));
        // Calm links wait longer than what counts as standing still.
        return due == Long.MAX_VALUE ? due : Math.min(due, lastNow + stallNanos / 2);
    }

    /** The figures of a link, {@link LinkStats#NONE} if there is none. */
    public LinkStats stats(PeerId peer) {
        return links.stats(peer, lastNow);
    }

    /** Measures the line to that peer, see {@link MeshPort#probe}. */
    public void probe(PeerId peer, int bytes) {
        links.probe(peer, bytes, lastNow);
    }

    /** The peers whose links are up, the oldest link first. */
    public List<PeerId> peers() {
        return links.links().stream().map(link -> link.identity().peer()).toList();
    }

    /** How many links are up. */
    public int linkCount() {
        return links.size();
    }

    /** How many of them are unstable. */
    public long unstableLinks() {
        return links.unstable(lastNow);
    }

    /** How this peer stands to another. */
    public LinkState state(PeerId peer) {
        boolean seeks = !links.has(peer) && connector.seeks(peer);
        return seeks ? LinkState.CONNECTING : links.state(peer);
    }

    /** The figures of a link, {@link NetworkStats#NONE} if there is none. */
    public NetworkStats networkStats(PeerId peer) {
        return links.networkStats(peer);
    }

    /** The figures of all links there ever were, and all bytes that ever came and went. */
    public NetworkStats networkStats() {
        TrafficCount total = links.traffic();
        total.bytesSent = counted.bytes();
        total.bytesReceived = datagramBytesReceived;
        total.bytesRelayed = relays.stats(lastNow).bytes();
        return total.stats();
    }

    /** What this peer has to do with relays. */
    public RelayStats relayStats() {
        return relays.stats(lastNow);
    }

    /** How often that was the reason not to carry a datagram of others. */
    public long notRelayed(RelayRefusal reason) {
        return relays.refused(reason);
    }

    /** The tickets of this peer, to be kept for its next process and to be restored there. */
    public TicketBox tickets() {
        return context.tickets;
    }

    boolean speaks(TicketBox.Lasting ticket) {
        return context.settings.versions().include(ticket.ticket().version());
    }

    /** How long the ticket of a lost link is good. */
    long ticketNanos() {
        return context.settings.resumeMillis() * 1_000_000L;
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
            link = onFirstRecord(cid, new DatagramIn(from, data, length), now, out);
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

    private @Nullable Link onFirstRecord(int cid, DatagramIn datagram, long now, MeshOutbox out) {
        if (!resumeDesk.knows(cid)) {
            return connector.onRecord(cid, datagram, now, out);
        }
        Link link = resumeDesk.onRecord(cid, datagram, now, out);
        if (link != null) {
            connector.giveUpOthers(link.identity().peer(), out);
        }
        return link;
    }

    private void onResume(DatagramIn datagram, long now, MeshOutbox out) {
        ResumeRequest head = ResumeRequest.decode(datagram.data(), datagram.length());
        if (head == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        resumeDesk.onRequest(datagram, head, now, out);
    }

    private void onResumed(DatagramIn datagram, long now, MeshOutbox out) {
        ResumeReply reply = ResumeReply.decode(datagram.data(), datagram.length());
        if (reply == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        Link link = resumer.onReply(datagram, reply, now, out);
        if (link != null) {
            connector.giveUpOthers(link.identity().peer(), out);
            link.pump(now, out);
        }
    }

    private void afterRecord(Link link, InetSocketAddress from, long now, MeshOutbox out) {
        CloseReason reason = link.closedByPeer();
        if (reason != null) {
            links.drop(link, reason, now, out);
            return;
        }
        link.answerChallenge(from, now, out);
        RelayFrame frame = link.takeCarried();
        if (frame != null) {
            relays.onFrame(link, from, frame, new Arrivals(now, out), now, out);
        }
        link.pump(now, out);
    }

    private final class Arrivals implements RelayDesk.Arrivals {
        private final long now;
        private final MeshOutbox out;

        Arrivals(long now, MeshOutbox out) {
            this.now = now;
            this.out = out;
        }

        @Override
        public void onDatagram(DatagramIn datagram) {
            take(datagram.from(), datagram.data(), datagram.length(), now, out);
        }

        @Override
        public void onClosed(InetSocketAddress way) {
            connector.onClosed(way, out);
            relays.onClosed(way, now, out);
        }
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

    private void onRefusal(InetSocketAddress from, byte[] data, int length, long now, MeshOutbox out) {
        Refusal refusal = Refusal.decode(data, length);
        if (refusal == null) {
            context.rejections.add(Rejection.MALFORMED);
            return;
        }
        if (resumer.knows(refusal.cid())) {
            resumer.onRefusal(from, refusal, now, out);
        } else {
            connector.onRefusal(from, refusal, out);
        }
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
