package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.session.RecordOpener;
import worldmesh.mesh.session.RecordSealer;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.transport.ControlFrame;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.mesh.transport.Transport;
import worldmesh.mesh.transport.TransportEvents;
import worldmesh.mesh.wire.RecordHeader;

/**
 * One secured link: seals what the transport fills, opens what arrives, watches over life and path. Confined to the
 * owner.
 */
final class Link implements TransportEvents, Agenda.Timed {
    /** A silent link looks for relays so often. */
    private static final long SEEK_NANOS = 1_000_000_000L;

    private final LinkContext context;
    private final LinkIdentity identity;
    private final byte[] channelBinding;
    private final RecordSealer sealer;
    private final RecordOpener opener;
    private final LinkPath path;
    private final SessionKeys keys;
    private final long created;
    private Transport transport;
    private LinkLife life;
    private final Comeback comeback;
    private boolean confirmed;
    private @Nullable CloseReason closedByPeer;
    private @Nullable MeshOutbox outbox;
    private @Nullable InetSocketAddress sender;
    private long receivedAt;
    private boolean moved;
    private boolean member;
    private @Nullable RelayFrame carried;
    private long soughtAt;
    final LinkFigures figures;
    private final StreamWay streams;
    private long directSentAt;
    private final Payload arrival = new Payload();

    Link(LinkContext context, LinkIdentity identity, InetSocketAddress address, SessionKeys keys, long now) {
        this.context = context;
        this.identity = identity;
        this.channelBinding = keys.channelBinding();
        this.keys = keys;
        this.comeback = new Comeback(now);
        this.soughtAt = now - SEEK_NANOS;
        byte[] own = identity.initiator() ? keys.initiatorSecret() : keys.responderSecret();
        byte[] theirs = identity.initiator() ? keys.responderSecret() : keys.initiatorSecret();
        this.sealer = new RecordSealer(context.crypto, own, identity.remoteCid(), context.rekeying(), now);
        this.opener = new RecordOpener(context.crypto, theirs);
        this.figures = new LinkFigures(sealer, opener.window(), now);
        this.streams = new StreamWay(context.random);
        this.directSentAt = now;
        this.transport = new Transport(opener.window(), context.pace(), now);
        transport.speak(keys.version());
        figures.measure(transport);
        this.path = new LinkPath(address, context.random, now);
        transport.watch(path.relayed(), now);
        this.life = new LinkLife(context.settings, identity.initiator(), now);
        rest();
        this.created = now;
        this.confirmed = !identity.initiator();
    }

    LinkIdentity identity() {
        return identity;
    }

    /** How another link may go on with this one. */
    Comeback comeback() {
        return comeback;
    }

    /** Puts the ticket of this link among the others. */
    void leaveTicket(TicketBox tickets) {
        comeback.leaveTicket(tickets, keys, identity.key());
    }

    /** What has arrived of the streams. */
    List<StreamPosition> arrived() {
        return transport.arrived();
    }

    /** True if an honest other side may say that so much has arrived there. */
    boolean hasSent(List<StreamPosition> positions) {
        return transport.hasSent(positions);
    }

    /**
     * Goes on where {@code old} was: its streams, of which the other side has {@code theirs}, its life and its figures.
     * The old link is not to be used any more.
     */
    void takeOver(Link old, List<StreamPosition> theirs, long now, MeshOutbox out) {
        transport = old.transport.continued(opener.window(), context.pace(), theirs, now);
        transport.speak(keys.version());
        transport.watch(path.relayed(), now);
        life = old.life;
        comeback.goOnFrom(old.comeback, now);
        member = old.member;
        path.follow(old.path);
        streams.wish(old.streams.wished(), now);
        figures.takeOver(old.figures, old.traffic());
        figures.measure(transport);
        life.heard(identity.peer(), now, out);
        if (!old.address().equals(address())) {
            out.signal(new MeshSignal.Moved(identity.peer(), address()));
        }
    }

    InetSocketAddress address() {
        return path.address();
    }

    /** True while all goes through another member. */
    boolean relayed() {
        return path.relayed();
    }

    /** The session above has let the peer in. */
    void welcome() {
        member = true;
    }

    /** True if datagrams of this peer may be carried for others, and theirs for it: heard directly, and let in. */
    boolean mayRelay() {
        return member && confirmed && !path.relayed() && !life.suspected();
    }

    boolean member() {
        return member;
    }

    /** The way there is is no good: true if relays were not looked for just now, as they are to be from now on. */
    boolean seeks(long now) {
        boolean due = now - soughtAt >= SEEK_NANOS;
        if (due) {
            soughtAt = now;
        }
        return due;
    }

    /** Carries a datagram of another link, or says that one is not carried. */
    void relay(RelayFrame frame, long now, MeshOutbox out) {
        int end = transport.fillRelayed(context.carrier, frame, sealer.nextCounter(), now);
        seal(context.carrier, end, path.address(), now, out);
    }

    /** What the record taken last carried for others, once. */
    @Nullable RelayFrame takeCarried() {
        RelayFrame frame = carried;
        carried = null;
        return frame;
    }

    long created() {
        return created;
    }

    /** True once this side knows that the other one has accepted it. */
    boolean confirmed() {
        return confirmed;
    }

    /** The reason the other side gave for ending the link, or null while it did not. */
    @Nullable CloseReason closedByPeer() {
        return closedByPeer;
    }

    MeshSignal.LinkUp upSignal() {
        return new MeshSignal.LinkUp(
                identity.peer(), identity.key(), path.address(), identity.initiator(), channelBinding.clone());
    }

    /**
     * Opens a datagram into the shared buffer; answers the size of its content, or -1 if it was not taken. Whoever
     * gets a size goes on with {@link #takeOpened}.
     */
    int open(byte[] data, int length, long now, MeshOutbox out) {
        int opened = opener.open(data, length, context.plain, now);
        if (opened < 0) {
            context.reject(opened);
            return -1;
        }
        if (life.suspected()) {
            transport.onHeardAgain(now); // what was sent into the silence goes again at once
            comeback.heard(now);
        }
        life.roundTrip(transport.rttNanos());
        life.heard(identity.peer(), now, out);
        if (!out.ready(identity.peer()) && transport.carriesReliable(context.plain, opened)) {
            context.rejections.add(Rejection.BACK_PRESSURE);
            return -1;
        }
        opener.accept();
        figures.received(length, now);
        return opened;
    }

    /** True if the opened content says nothing but that the other side does not want this link. */
    boolean openedRefusal(int opened) {
        return !confirmed && opened > 0 && ControlFrame.isClose(context.plain[0]);
    }

    /** Acts on the content opened last, which came from {@code from}; false if it broke the protocol. */
    boolean takeOpened(InetSocketAddress from, int opened, long now, MeshOutbox out) {
        confirmed = true;
        outbox = out;
        sender = from;
        receivedAt = now;
        boolean proper = transport.receive(context.plain, opened, opener.lastCounter(), now, this);
        outbox = null;
        if (moved) {
            moved = false;
            transport.onNewPath(now);
            transport.watch(path.relayed(), now);
            opener.window().forgetLoss();
            figures.onNewPath();
            out.signal(new MeshSignal.Moved(identity.peer(), path.address()));
        }
        // Only the newest record tells where the peer is: an older one may have come by the way it has left.
        if (proper
                && closedByPeer == null
                && opener.lastCounter() == opener.window().highest()) {
            path.onNewest(from, opened + RecordHeader.OVERHEAD_BYTES, transport.rttNanos(), now);
            part(now);
            challenge(now, out);
        } else {
            path.onOlder(from, now);
        }
        return proper;
    }

    /** Looks for the fastest of these ways, and for what is left of the one there is; the other side does as well. */
    void seek(List<InetSocketAddress> ways, long now, MeshOutbox out) {
        ways.forEach(way -> path.need(way, transport.rttNanos(), now));
        if (path.relayed()) {
            path.need(path.address(), transport.rttNanos(), now);
        }
        challenge(now, out);
    }

    /** The share of what is sent through the relay that did not arrive lately; 0 while that is not known. */
    double relayLoss() {
        return path.relayed() ? transport.wayLoss() : 0;
    }

    /**
     * Leaves the relay there is for the fastest of these ways, though the other side is heard through it; without any
     * it counts anew.
     */
    void forsake(List<InetSocketAddress> ways, long now, MeshOutbox out) {
        transport.watch(true, now);
        if (!ways.isEmpty()) {
            path.distrust(now);
        }
        ways.forEach(way -> path.need(way, transport.rttNanos(), now));
        challenge(now, out);
    }

    /** Moves to {@code address} if the other side is there too. */
    void propose(InetSocketAddress address, long now, MeshOutbox out) {
        path.propose(address, transport.rttNanos(), now);
        challenge(now, out);
    }

    private void challenge(long now, MeshOutbox out) {
        for (var due = path.challenge(now); due != null; due = path.challenge(now)) {
            ControlFrame frame =
                    due.needed() ? ControlFrame.pathNeeded(due.token()) : ControlFrame.pathChallenge(due.token());
            control(frame, due.to(), now, out);
        }
        InetSocketAddress way = streams.wished();
        ControlFrame question = way == null ? null : streams.question(transport.hasStreams(), now);
        if (way != null && question != null) {
            control(question, way, now, out);
        }
    }

    /** Streams are to go by {@code way} once it is proved, while all else goes directly; by none if null. */
    void partStreams(@Nullable InetSocketAddress way, long now, MeshOutbox out) {
        streams.wish(way, now);
        part(now);
        challenge(now, out);
    }

    /** Streams go apart while their way is proved, and only from a link that has no detour itself. */
    private void part(long now) {
        boolean apart = streams.address() != null && !path.relayed() && !TurnAddress.is(path.address());
        if (apart != transport.isParted()) {
            transport.partStreams(apart, now);
            directSentAt = now;
        }
    }

    boolean send(Lane lane, int stream, Payload message, long now) {
        int length = message.length();
        boolean taken = transport.send(lane, stream, message, now);
        if (taken) {
            figures.lanes.sent(lane, length);
        }
        return taken;
    }

    void ping(long now) {
        life.pinged(now);
        transport.ping(life.rest().word());
        life.rest().said();
    }

    void flush(long now) {
        transport.flush(now);
    }

    /** Sends every record that is due. */
    void pump(long now, MeshOutbox out) {
        if (!life.rest().open(now)) {
            return;
        }
        int end = transport.fill(context.sealed, sealer.nextCounter(), now);
        while (end > RecordHeader.BYTES) {
            InetSocketAddress apart = transport.filledStreams() ? streams.address() : null;
            seal(context.sealed, end, apart == null ? path.address() : apart, now, out);
            end = transport.fill(context.sealed, sealer.nextCounter(), now);
        }
    }

    /** Tells the other side why the link ends. */
    void sendClose(CloseReason reason, long now, MeshOutbox out) {
        control(ControlFrame.close(reason.wire()), path.address(), now, out);
    }

    /** Does what is due; true while the other side lives. */
    boolean onTime(long now, MeshOutbox out) {
        opener.onTime(now);
        if (life.over(now) && now - comeback.keptUntil() >= 0) {
            return false;
        }
        life.onTime(identity.peer(), now, out);
        if (life.pingDue(now)) {
            ping(now);
        }
        path.onTime(transport.rttNanos(), now);
        streams.onTime(transport.rttNanos(), now);
        part(now);
        challenge(now, out);
        if (life.rest().open(now)) {
            transport.onTime(now);
        }
        if (now - besideDeadline() >= 0) {
            transport.ping(); // on the direct way, which else would look dead
        }
        pump(now, out);
        figures.onTime(now);
        return true;
    }

    /** This peer spares its radio in another way than before. */
    void rest() {
        life.rest().own(context.rest);
    }

    void calm(boolean others, long now) {
        life.calm(others, now);
    }

    void doubt(long now) {
        life.doubt(now);
    }

    /** The owner was not running for this long: that is no silence of the peer. */
    void forgive(long nanos) {
        life.forgive(nanos);
        transport.onStoodStill();
    }

    @Override
    public long deadline(long now) {
        long end = life.over(now) ? comeback.keptUntil() : life.deadline();
        long ways = Math.min(path.deadline(), streams.deadline(transport.hasStreams(), transport.rttNanos()));
        long speaks = Math.max(transport.deadline(now), life.rest().opensAt(now));
        return Math.min(Math.min(end, Math.min(ways, besideDeadline())), speaks);
    }

    private long besideDeadline() {
        return transport.isParted() ? directSentAt + context.settings.pingMillis() * 1_000_000L : Long.MAX_VALUE;
    }

    void wipe() {
        Arrays.fill(keys.resumption(), (byte) 0);
        sealer.wipe();
        opener.wipe();
    }

    boolean suspected() {
        return life.suspected();
    }

    LinkStats stats(long now) {
        return figures.stats(transport, life.suspected(), path.relayed(), now);
    }

    TrafficCount traffic() {
        return figures.traffic(transport);
    }

    @Override
    public void message(Lane lane, int stream, byte[] message) {
        deliver(lane, stream, arrival.give(message));
    }

    @Override
    public void message(Lane lane, int stream, byte[] record, int offset, int length) {
        deliver(lane, stream, arrival.over(record, offset, length));
    }

    private void deliver(Lane lane, int stream, Payload payload) {
        figures.lanes.received(lane, payload.length());
        if (outbox != null) {
            outbox.message(identity.peer(), lane, stream, payload);
        }
        payload.release();
    }

    @Override
    public void pathChallenge(long token, boolean needed) {
        path.answerLater(token);
        if (needed) {
            path.onNeeded(receivedAt);
        }
    }

    @Override
    public void pathResponse(long token) {
        if (streams.takes(sender, token)) {
            part(receivedAt);
        } else {
            moved |= path.onResponse(sender, token, receivedAt);
        }
    }

    @Override
    public void relayed(RelayFrame frame) {
        carried = frame;
    }

    @Override
    public boolean rests(int word) {
        RadioRest theirs = RadioRest.ofWire(word);
        if (theirs != null) {
            life.rest().theirs(theirs, receivedAt);
        }
        return theirs != null;
    }

    @Override
    public void closed(int reason) {
        closedByPeer = CloseReason.ofWire(reason);
    }

    /** Answers a challenge that came with the last record. */
    void answerChallenge(InetSocketAddress from, long now, MeshOutbox out) {
        if (path.answerWanted()) {
            control(ControlFrame.pathResponse(path.takeAnswer()), from, now, out);
        }
    }

    private void control(ControlFrame frame, InetSocketAddress to, long now, MeshOutbox out) {
        int end = transport.fillControl(context.sealed, frame, sealer.nextCounter(), now);
        seal(context.sealed, end, to, now, out);
    }

    private void seal(byte[] data, int end, InetSocketAddress to, long now, MeshOutbox out) {
        int size = sealer.seal(data, end - RecordHeader.BYTES, now);
        if (transport.isParted() && to.equals(path.address())) {
            directSentAt = now;
        }
        figures.sent(sealer.nextCounter() - 1, size, now);
        out.datagram(to, data, 0, size);
    }
}
