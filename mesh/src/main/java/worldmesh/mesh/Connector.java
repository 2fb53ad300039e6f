package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.Initiation;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.Segment;
import worldmesh.runtime.identity.PeerId;

/** The attempts of this peer to connect to others. Confined to the owner. */
final class Connector {
    /** A handshake in which the other side was heard is let alone for so long: a busy machine takes seconds. */
    static final long YOUNG_NANOS = 3_000_000_000L;

    private final LinkContext context;
    private final LinkTable links;
    private final Cids cids;
    private final Resumer resumer;
    private final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
    private BiPredicate<InetSocketAddress, Long> answering = (address, now) -> false;
    private long lastAttempt;

    private static final class Attempt {
        final long id;
        final @Nullable PeerId expected;
        final Initiation initiation;
        final long begun;
        long deadline;

        /** The link whose keys are agreed but which the other side has not confirmed yet. */
        @Nullable Link pending;

        Attempt(long id, @Nullable PeerId expected, Initiation initiation, long begun, long patience) {
            this.id = id;
            this.expected = expected;
            this.initiation = initiation;
            this.begun = begun;
            this.deadline = begun + patience;
        }
    }

    Connector(LinkContext context, LinkTable links, Cids cids, Resumer resumer) {
        this.resumer = resumer;
        this.context = context;
        this.links = links;
        this.cids = cids;
        // After a cut all are out of reach and in reach again together, but each attempt has a rhythm of its own.
        links.onUp(() -> {
            attempts.values().forEach(attempt -> attempt.initiation.hurry());
            resumer.hurry();
        });
    }

    long connect(InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out) {
        long id = ++lastAttempt;
        ConnectFailure refusal = refusal(to, expected, now);
        if (refusal != null) {
            signalFailure(id, to, expected, refusal, out);
            return id;
        }
        if (expected == null || !resumer.begin(id, to, expected, now, out)) {
            handshake(id, to, expected, now, out);
        }
        return id;
    }

    /** Begins without a ticket. */
    void handshake(long id, InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out) {
        int cid = cids.draw();
        Initiation initiation = new Initiation(to, cid, context.random.nextLong(), context.crypto.initiate(expected));
        attempts.put(cid, new Attempt(id, expected, initiation, now, patience()));
        initiation.start(now, out);
    }

    private long patience() {
        return context.settings.connectTimeoutMillis() * 1_000_000L;
    }

    void onNetworkBack(long now) {
        for (Attempt attempt : attempts.values()) {
            attempt.deadline = now + patience();
            attempt.initiation.anew(now);
        }
    }

    private @Nullable ConnectFailure refusal(InetSocketAddress to, @Nullable PeerId expected, long now) {
        if (expected != null && context.self.equals(expected)) {
            return ConnectFailure.OWN_ADDRESS;
        }
        // A peer that fell silent may have restarted: it is sought beside its link, and a new link replaces that.
        boolean linked = expected == null ? linked(to) : isLive(expected);
        if (linked || trying(to, expected) || answering.test(to, now)) {
            return ConnectFailure.SUPERSEDED;
        }
        return attempts.size() >= context.settings.maxHalfOpen() || links.full() ? ConnectFailure.TOO_MANY_LINKS : null;
    }

    private boolean linked(InetSocketAddress to) {
        return links.links().stream().anyMatch(link -> link.address().equals(to) && !link.suspected());
    }

    private boolean trying(InetSocketAddress to, @Nullable PeerId expected) {
        return (expected != null && resumer.trying(to, expected))
                || attempts.values().stream()
                        .anyMatch(a -> a.initiation.to().equals(to)
                                && (a.expected == null || Objects.equals(a.expected, expected)));
    }

    /** No attempt is begun where {@code answering} says that a handshake of the other side is being answered. */
    void yieldTo(BiPredicate<InetSocketAddress, Long> answering) {
        this.answering = answering;
    }

    /** True if whoever is at that address has answered an attempt that is still young. */
    boolean isHeard(InetSocketAddress address, long now) {
        return attempts.values().stream()
                .anyMatch(
                        a -> a.initiation.to().equals(address) && a.initiation.heard() && now - a.begun < YOUNG_NANOS);
    }

    /** True if an attempt that expects this peer is under way. */
    boolean seeks(PeerId peer) {
        return resumer.seeks(peer) || attempts.values().stream().anyMatch(a -> Objects.equals(peer, a.expected));
    }

    boolean knows(int cid) {
        return attempts.containsKey(cid);
    }

    /** True if an attempt of this side to reach the same peer has got so far that it should be the one that counts. */
    boolean reaching(PeerId peer, InetSocketAddress address) {
        return attempts.values().stream()
                .anyMatch(a -> a.initiation.answered()
                        && (Objects.equals(peer, a.expected)
                                || a.initiation.to().equals(address)));
    }

    void onCookie(InetSocketAddress from, CookieReply reply, long now, MeshOutbox out) {
        Attempt attempt = attempts.get(reply.cid());
        if (attempt != null && isOvertaken(attempt)) {
            fail(attempt, ConnectFailure.SUPERSEDED, out);
        } else if (attempt == null || !attempt.initiation.onCookie(from, reply, now, out)) {
            context.rejections.add(Rejection.FOREIGN);
        }
    }

    /**
     * True if the peer is heard again over the link beside which it is sought: it stood still, and a new link would
     * only cost both sides what the old one has.
     */
    private boolean isOvertaken(Attempt attempt) {
        return attempt.pending == null && isLive(attempt.expected);
    }

    private boolean isLive(@Nullable PeerId peer) {
        Link existing = peer == null ? null : links.byPeer(peer);
        return existing != null && !existing.suspected();
    }

    void onRefusal(InetSocketAddress from, Refusal refusal, MeshOutbox out) {
        Attempt attempt = attempts.get(refusal.cid());
        if (attempt == null || !attempt.initiation.onRefusal(from, refusal)) {
            context.rejections.add(Rejection.FOREIGN);
            return;
        }
        failIfFailed(attempt, out);
    }

    /** A relay does not carry what is sent to {@code way}. */
    void onClosed(InetSocketAddress way, MeshOutbox out) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (attempt.initiation.to().equals(way)) {
                fail(attempt, ConnectFailure.RELAY_REFUSED, out);
            }
        }
    }

    void onSegment(InetSocketAddress from, Segment segment, long now, MeshOutbox out) {
        Attempt attempt = attempts.get(segment.receiverCid());
        if (attempt != null && isOvertaken(attempt)) {
            fail(attempt, ConnectFailure.SUPERSEDED, out);
            return;
        }
        if (attempt == null || !attempt.initiation.onSegment(from, segment, now, out)) {
            context.rejections.add(Rejection.FOREIGN);
            return;
        }
        if (failIfFailed(attempt, out)
                || attempt.pending != null
                || !attempt.initiation.handshake().done()) {
            return;
        }
        if (attempt.initiation.handshake().peerKey().peer().equals(context.self)) {
            fail(attempt, ConnectFailure.OWN_ADDRESS, out);
            return;
        }
        attempt.pending = agreed(attempt, now);
    }

    private Link agreed(Attempt attempt, long now) {
        var handshake = attempt.initiation.handshake();
        PeerId peer = handshake.peerKey().peer();
        LinkIdentity identity = new LinkIdentity(
                peer,
                handshake.peerKey(),
                handshake.peerInstance(),
                true,
                attempt.initiation.cid(),
                attempt.initiation.remoteCid());
        SessionKeys keys = SessionKeys.derive(handshake.secret(), context.self, peer, handshake.version());
        return new Link(context, identity, attempt.initiation.to(), keys, now);
    }

    /** Takes a record that may be the first of a pending link; the link if it came up by it. */
    @Nullable Link onRecord(int cid, DatagramIn datagram, long now, MeshOutbox out) {
        Attempt attempt = attempts.get(cid);
        Link link = attempt == null ? null : attempt.pending;
        if (attempt == null || link == null) {
            context.rejections.add(Rejection.UNKNOWN_LINK);
            return null;
        }
        int opened = link.open(datagram.data(), datagram.length(), now, out);
        if (opened < 0) {
            return null;
        }
        if (link.openedRefusal(opened)) {
            link.takeOpened(datagram.from(), opened, now, out);
            fail(attempt, failure(link.closedByPeer()), out);
            return null;
        }
        attempts.remove(cid);
        CloseReason refusal = links.admit(link, now, out);
        if (refusal != null) {
            links.sayFarewell(link, refusal, now, out);
            signalFailure(attempt.id, attempt.initiation.to(), attempt.expected, failure(refusal), out);
            return null;
        }
        if (!link.takeOpened(datagram.from(), opened, now, out)) {
            context.rejections.add(Rejection.PROTOCOL_ERROR);
            links.end(link, CloseReason.PROTOCOL_ERROR, now, out);
            return null;
        }
        giveUpOthers(link.identity().peer(), out);
        return link;
    }

    // Of attempts to reach one peer at several addresses the first to succeed is enough. One whose handshake is done
    // here may be a link to the other side already, and goes on: both sides then take the newer.
    void giveUpOthers(PeerId peer, MeshOutbox out) {
        resumer.giveUp(peer, out);
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (Objects.equals(peer, attempt.expected) && attempt.pending == null) {
                fail(attempt, ConnectFailure.SUPERSEDED, out);
            }
        }
    }

    private static ConnectFailure failure(@Nullable CloseReason reason) {
        return reason == CloseReason.OVERLOADED ? ConnectFailure.OVERLOADED : ConnectFailure.SUPERSEDED;
    }

    private boolean failIfFailed(Attempt attempt, MeshOutbox out) {
        ConnectFailure failure = attempt.initiation.failure();
        if (failure == null) {
            return false;
        }
        context.rejections.add(Rejection.HANDSHAKE_FAILED);
        fail(attempt, failure, out);
        return true;
    }

    private void fail(Attempt attempt, ConnectFailure why, MeshOutbox out) {
        attempts.remove(attempt.initiation.cid());
        signalFailure(attempt.id, attempt.initiation.to(), attempt.expected, why, out);
    }

    private void signalFailure(
            long id, InetSocketAddress to, @Nullable PeerId expected, ConnectFailure why, MeshOutbox out) {
        if (expected != null) {
            links.lastEnds().failed(expected, why);
        }
        out.signal(new MeshSignal.ConnectFailed(id, to, expected, why));
    }

    void onTime(long now, MeshOutbox out) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (isOvertaken(attempt)) {
                fail(attempt, ConnectFailure.SUPERSEDED, out);
            } else if (now - attempt.deadline >= 0) {
                fail(attempt, ConnectFailure.TIMED_OUT, out);
            } else {
                attempt.initiation.onTime(now, out);
            }
        }
    }

    long deadline() {
        long earliest = Long.MAX_VALUE;
        for (Attempt attempt : attempts.values()) {
            earliest = Math.min(earliest, Math.min(attempt.deadline, attempt.initiation.nextNanos()));
        }
        return earliest;
    }
}
