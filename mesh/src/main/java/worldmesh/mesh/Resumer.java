package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.Backoff;
import worldmesh.mesh.session.ResumeOffer;
import worldmesh.mesh.session.ResumeTerms;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.identity.PeerId;

/**
 * This peer's attempts to go on with others by tickets: to those it is told to connect to, and by itself to those whose
 * link has fallen silent. What a ticket does not bring, a handshake does. Confined to the owner.
 */
final class Resumer {
    /** An attempt that somebody waits for becomes a handshake if there was no reply for so long. */
    private static final long PATIENCE_NANOS = 1_500_000_000L;

    private static final long OF_ITSELF = 0;

    private final LinkContext context;
    private final LinkTable links;
    private final Cids cids;
    private final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
    private Fallback fallback = (id, to, expected, now, out) -> {};

    /** Goes on with an attempt as if there were no ticket. */
    interface Fallback {
        /** Begins the handshake. */
        void handshake(long id, InetSocketAddress to, @Nullable PeerId expected, long now, MeshOutbox out);
    }

    private static final class Attempt {
        final int cid;
        final InetSocketAddress to;
        final ResumeOffer offer;
        final Backoff backoff = new Backoff();

        /** The link that is to be gone on with; null if there was none. */
        final @Nullable Link old;

        long id;
        long deadline;

        Attempt(int cid, InetSocketAddress to, ResumeOffer offer, @Nullable Link old, long deadline) {
            this.cid = cid;
            this.to = to;
            this.offer = offer;
            this.old = old;
            this.deadline = deadline;
        }
    }

    Resumer(LinkContext context, LinkTable links, Cids cids) {
        this.context = context;
        this.links = links;
        this.cids = cids;
    }

    /** Names who goes on without a ticket; called once, when all exist. */
    void fallBackTo(Fallback next) {
        fallback = next;
    }

    boolean knows(int cid) {
        return attempts.containsKey(cid);
    }

    /** True if somebody waits for an attempt to reach this peer. */
    boolean seeks(PeerId peer) {
        return attempts.values().stream()
                .anyMatch(a -> a.id != OF_ITSELF && a.offer.peer().equals(peer));
    }

    boolean trying(InetSocketAddress to, PeerId peer) {
        return attempts.values().stream()
                .anyMatch(a ->
                        a.id != OF_ITSELF && a.to.equals(to) && a.offer.peer().equals(peer));
    }

    /** Begins the attempt that {@code id} names; false if there is no ticket for it. */
    boolean begin(long id, InetSocketAddress to, PeerId peer, long now, MeshOutbox out) {
        for (Attempt attempt : attempts.values()) {
            if (attempt.id == OF_ITSELF
                    && attempt.to.equals(to)
                    && attempt.offer.peer().equals(peer)) {
                adopt(attempt, id, now, out);
                return true;
            }
        }
        Attempt attempt = offer(to, peer, now, out);
        if (attempt != null) {
            attempt.id = id;
        }
        return attempt != null;
    }

    /** Somebody waits from now on for an attempt that is under way already. */
    private void adopt(Attempt attempt, long id, long now, MeshOutbox out) {
        attempt.id = id;
        attempt.deadline = now + patience();
        attempt.backoff.restart(now);
        say(attempt, out);
    }

    private long patience() {
        return Math.min(PATIENCE_NANOS, context.settings.connectTimeoutMillis() * 500_000L);
    }

    private @Nullable Attempt offer(InetSocketAddress to, PeerId peer, long now, MeshOutbox out) {
        Ticket ticket = context.tickets.of(peer, now);
        if (ticket == null || attempts.size() >= context.settings.maxHalfOpen()) {
            return null;
        }
        Link existing = links.byPeer(peer);
        Link old = existing != null && ticket.id().equals(existing.comeback().ticket()) ? existing : null;
        int cid = cids.draw();
        ResumeTerms terms =
                new ResumeTerms(context.crypto.instance(), old != null, old == null ? List.of() : old.arrived());
        ResumeOffer offer =
                new ResumeOffer(context.crypto, ticket, context.self, cid, context.random.nextLong(), terms);
        Attempt attempt = new Attempt(cid, to, offer, old, now + patience());
        attempts.put(cid, attempt);
        attempt.backoff.restart(now);
        say(attempt, out);
        return attempt;
    }

    private static void say(Attempt attempt, MeshOutbox out) {
        byte[] request = attempt.offer.request();
        out.datagram(attempt.to, request, 0, request.length);
    }

    void onRefusal(InetSocketAddress from, Refusal refusal, long now, MeshOutbox out) {
        Attempt attempt = attempts.get(refusal.cid());
        if (attempt == null || !from.equals(attempt.to) || !attempt.offer.named(refusal.nonce())) {
            context.rejections.add(Rejection.FOREIGN);
            return;
        }
        if (attempt.old != null) {
            attempt.old.comeback().goOnAlone();
        }
        giveUp(attempt, now, out);
    }

    /** Takes a reply; the link that came up by it, or goes on. */
    @Nullable Link onReply(DatagramIn datagram, ResumeReply reply, long now, MeshOutbox out) {
        Attempt attempt = attempts.get(reply.receiverCid());
        if (attempt == null || !datagram.from().equals(attempt.to) || !attempt.offer.named(reply.nonce())) {
            context.rejections.add(Rejection.FOREIGN);
            return null;
        }
        ResumeOffer.Result result = attempt.offer.onReply(reply, datagram.data(), datagram.length());
        if (result == null) {
            context.rejections.add(Rejection.FORGED);
            return null;
        }
        attempts.remove(attempt.cid);
        Ticket ticket = context.tickets.find(attempt.offer.ticket(), now);
        if (ticket == null) {
            context.rejections.add(Rejection.TICKET_UNKNOWN); // it died meanwhile: the peer was refused
            settle(attempt, ConnectFailure.SUPERSEDED, out);
            return null;
        }
        LinkIdentity identity = new LinkIdentity(
                ticket.peer(), ticket.key(), result.theirs().instance(), true, attempt.cid, result.remoteCid());
        Link link = new Link(context, identity, attempt.to, result.keys(), now);
        link.comeback().cameFrom(ticket.id());
        return goOn(attempt, link, result.theirs(), now, out);
    }

    private @Nullable Link goOn(Attempt attempt, Link link, ResumeTerms theirs, long now, MeshOutbox out) {
        Link old = attempt.old;
        if (!theirs.continues()) {
            context.tickets.use(attempt.offer.ticket());
            CloseReason refusal = links.admit(link, now, out);
            if (refusal != null) {
                links.sayFarewell(link, refusal, now, out);
                settle(attempt, ConnectFailure.SUPERSEDED, out);
                return null;
            }
        } else if (old != null && links.byPeer(link.identity().peer()) == old && old.hasSent(theirs.positions())) {
            context.tickets.use(attempt.offer.ticket());
            link.takeOver(old, theirs.positions(), now, out);
            links.continueWith(link, old);
            settle(attempt, ConnectFailure.SUPERSEDED, out);
        } else {
            links.sayFarewell(link, CloseReason.DUPLICATE, now, out);
            settle(attempt, ConnectFailure.SUPERSEDED, out);
            return null;
        }
        link.ping(now);
        return link;
    }

    /** Tells who waits that there will be no link of this attempt; one that went on, or another, may be there. */
    private void settle(Attempt attempt, ConnectFailure why, MeshOutbox out) {
        attempt.offer.wipe();
        if (attempt.id != OF_ITSELF) {
            links.lastEnds().failed(attempt.offer.peer(), why);
            out.signal(new MeshSignal.ConnectFailed(attempt.id, attempt.to, attempt.offer.peer(), why));
        }
    }

    /** The way may be open again: those who wait long are asked soon. */
    void hurry() {
        attempts.values().forEach(attempt -> attempt.backoff.hurry());
    }

    void onNetworkBack(long now) {
        for (Attempt attempt : attempts.values()) {
            attempt.deadline = now + patience();
            attempt.backoff.anew(now);
        }
    }

    /** There is a link to this peer by another way. */
    void giveUp(PeerId peer, MeshOutbox out) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            if (attempt.offer.peer().equals(peer)) {
                attempts.remove(attempt.cid);
                settle(attempt, ConnectFailure.SUPERSEDED, out);
            }
        }
    }

    private void giveUp(Attempt attempt, long now, MeshOutbox out) {
        attempts.remove(attempt.cid);
        attempt.offer.wipe();
        if (attempt.id != OF_ITSELF) {
            fallback.handshake(attempt.id, attempt.to, attempt.offer.peer(), now, out);
        }
    }

    /** Does what is due, and comes back by the tickets of those that are silent among {@code looked}. */
    void onTime(Collection<Link> looked, long now, MeshOutbox out) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            boolean waitedFor = attempt.id != OF_ITSELF;
            if (waitedFor ? now - attempt.deadline >= 0 : !silent(attempt)) {
                giveUp(attempt, now, out);
            } else if (attempt.backoff.due(now)) {
                say(attempt, out);
                attempt.backoff.retried(now);
            }
        }
        for (Link link : looked) {
            if (link.suspected() && mayResume(link, now) && !tries(link)) {
                offer(link.address(), link.identity().peer(), now, out);
            }
        }
    }

    private boolean mayResume(Link link, long now) {
        TicketId ticket = link.comeback().ticket();
        return link.comeback().mayResume(now) && ticket != null && context.tickets.find(ticket, now) != null;
    }

    private boolean silent(Attempt attempt) {
        Link old = attempt.old;
        return old != null && old.suspected() && links.byPeer(attempt.offer.peer()) == old;
    }

    private boolean tries(Link link) {
        for (Attempt attempt : attempts.values()) {
            if (attempt.old == link && attempt.to.equals(link.address())) {
                return true;
            }
        }
        return false;
    }

    long deadline() {
        long earliest = Long.MAX_VALUE;
        if (attempts.isEmpty()) {
            return earliest;
        }
        for (Attempt attempt : attempts.values()) {
            long over = attempt.id == OF_ITSELF ? Long.MAX_VALUE : attempt.deadline;
            earliest = Math.min(earliest, Math.min(over, attempt.backoff.nextNanos()));
        }
        return earliest;
    }
}
