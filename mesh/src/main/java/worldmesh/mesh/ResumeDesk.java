package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.AddressBudget;
import worldmesh.mesh.session.ResumeAnswer;
import worldmesh.mesh.session.ResumeTerms;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.mesh.wire.TicketId;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.identity.PeerId;

/**
 * Answers those who come back by a ticket. A request changes nothing yet: the ticket dies and the link comes up, or
 * goes on, with the first record under the new keys, which only who made the request can seal. Confined to the owner.
 */
final class ResumeDesk {
    /** Requests by one ticket that are answered at once: one of each side's attempts, and repeated ones. */
    private static final int MAX_PER_TICKET = 4;

    private final LinkContext context;
    private final LinkTable links;
    private final Cids cids;
    private final AddressBudget budget;
    private final Map<Integer, Pending> byCid = new LinkedHashMap<>();

    /**
     * A request that was answered.
     *
     * @param old the link that is to be gone on with; null if a new one comes up
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pending(
            InetSocketAddress from,
            TicketId ticket,
            byte[] request,
            byte[] reply,
            Link link,
            @Nullable Link old,
            List<StreamPosition> arrived,
            long until) {}

    ResumeDesk(LinkContext context, LinkTable links, Cids cids) {
        this.context = context;
        this.links = links;
        this.cids = cids;
        this.budget = new AddressBudget(context.settings.handshakesPerSecond());
    }

    boolean knows(int cid) {
        return byCid.containsKey(cid);
    }

    void onRequest(DatagramIn datagram, ResumeRequest head, long now, MeshOutbox out) {
        Pending known = answered(datagram);
        if (known != null) {
            out.datagram(known.from, known.reply, 0, known.reply.length);
            return;
        }
        if (!budget.take(datagram.from().getAddress(), now)) {
            context.rejections.add(Rejection.RATE_LIMITED); // silently: the initiator says it again
            return;
        }
        if (head.version() != Wire.VERSION) {
            refuse(datagram.from(), head, Refusal.VERSION_MISMATCH, Rejection.WRONG_VERSION, out);
            return;
        }
        Ticket ticket = context.tickets.find(head.ticket(), now);
        if (ticket == null) {
            boolean used = context.tickets.wasUsed(head.ticket());
            Rejection counted = used ? Rejection.TICKET_REPLAYED : Rejection.TICKET_UNKNOWN;
            refuse(datagram.from(), head, Refusal.UNKNOWN_TICKET, counted, out);
            return;
        }
        ResumeAnswer answer = ResumeAnswer.open(context.crypto, ticket, context.self, head, datagram.data());
        if (answer == null) {
            context.rejections.add(Rejection.FORGED);
            return;
        }
        if (crowded(head.ticket())) {
            context.rejections.add(Rejection.HALF_OPEN_FULL);
            return;
        }
        answer(datagram, ticket, answer, now, out);
    }

    /** The same request again from the same place; from another place it is a copy. */
    private @Nullable Pending answered(DatagramIn datagram) {
        for (Pending pending : byCid.values()) {
            boolean same = Arrays.equals(
                    pending.request, 0, pending.request.length, datagram.data(), 0, pending.request.length);
            if (same && pending.from.equals(datagram.from())) {
                return pending;
            }
        }
        return null;
    }

    private boolean crowded(TicketId ticket) {
        long same = byCid.values().stream().filter(p -> p.ticket.equals(ticket)).count();
        return same >= MAX_PER_TICKET || byCid.size() >= context.settings.maxHalfOpen();
    }

    private void refuse(InetSocketAddress from, ResumeRequest head, int reason, Rejection counted, MeshOutbox out) {
        context.rejections.add(counted);
        byte[] reply = new Refusal(head.cid(), head.nonce(), reason, Wire.VERSION).encode();
        out.datagram(from, reply, 0, reply.length);
    }

    private void answer(DatagramIn datagram, Ticket ticket, ResumeAnswer answer, long now, MeshOutbox out) {
        ResumeRequest head = answer.head();
        PeerId peer = ticket.peer();
        Link existing = links.byPeer(peer);
        if (existing == null && links.full()) {
            refuse(datagram.from(), head, Refusal.OVERLOADED, Rejection.LINKS_FULL, out);
            return;
        }
        boolean continues = existing != null
                && ticket.id().equals(existing.comeback().ticket())
                && answer.theirs().continues()
                && existing.hasSent(answer.theirs().positions());
        Link old = continues ? existing : null;
        int cid = cids.draw();
        ResumeTerms own =
                new ResumeTerms(context.crypto.instance(), continues, old == null ? List.of() : old.arrived());
        ResumeAnswer.Result result = answer.agree(cid, own);
        if (result == null) {
            context.rejections.add(Rejection.HANDSHAKE_FAILED);
            return;
        }
        LinkIdentity identity =
                new LinkIdentity(peer, ticket.key(), answer.theirs().instance(), false, cid, head.cid());
        Link link = new Link(context, identity, datagram.from(), result.keys(), now);
        link.comeback().cameFrom(ticket.id());
        long until = now + context.settings.deadMillis() * 1_000_000L;
        if (old != null) {
            old.comeback().keep(until);
        }
        byte[] request = Arrays.copyOf(datagram.data(), ResumeRequest.HEAD_BYTES + head.sealedBytes());
        List<StreamPosition> arrived = answer.theirs().positions();
        byCid.put(cid, new Pending(datagram.from(), ticket.id(), request, result.reply(), link, old, arrived, until));
        out.datagram(datagram.from(), result.reply(), 0, result.reply().length);
    }

    /** Takes a record that may be the first of a link that was agreed on; the link if it came up, or goes on, by it. */
    @Nullable Link onRecord(int cid, DatagramIn datagram, long now, MeshOutbox out) {
        Pending pending = byCid.get(cid);
        if (pending == null) {
            context.rejections.add(Rejection.UNKNOWN_LINK);
            return null;
        }
        Link link = pending.link;
        int opened = link.open(datagram.data(), datagram.length(), now, out);
        if (opened < 0) {
            return null;
        }
        byCid.remove(cid);
        if (context.tickets.find(pending.ticket, now) == null && !crossed(pending)) {
            context.rejections.add(Rejection.TICKET_REPLAYED);
            boolean linked = links.byPeer(link.identity().peer()) != null;
            links.sayFarewell(link, linked ? CloseReason.DUPLICATE : CloseReason.REFUSED, now, out);
            return null;
        }
        if (!comesUp(pending, now, out)) {
            return null;
        }
        if (!link.takeOpened(datagram.from(), opened, now, out)) {
            context.rejections.add(Rejection.PROTOCOL_ERROR);
            links.end(link, CloseReason.PROTOCOL_ERROR, now, out);
            return null;
        }
        return link;
    }

    /** True if this side used the same ticket at the same time, and the link that came of it is there. */
    private boolean crossed(Pending pending) {
        Link existing = links.byPeer(pending.link.identity().peer());
        return existing != null && pending.ticket.equals(existing.comeback().parent());
    }

    private boolean comesUp(Pending pending, long now, MeshOutbox out) {
        Link link = pending.link;
        if (crossed(pending) && !links.begunBySmaller(link)) {
            link.wipe(); // the other side is about to take ours
            return false;
        }
        context.tickets.use(pending.ticket);
        if (pending.old == null) {
            CloseReason refusal = links.admit(link, now, out);
            if (refusal != null) {
                links.sayFarewell(link, refusal, now, out);
            }
            return refusal == null;
        }
        Link old = crossed(pending) ? links.byPeer(link.identity().peer()) : pending.old;
        if (old == null || links.byPeer(link.identity().peer()) != old || !old.hasSent(pending.arrived)) {
            links.sayFarewell(link, CloseReason.DUPLICATE, now, out);
            return false;
        }
        link.takeOver(old, pending.arrived, now, out);
        links.continueWith(link, old);
        return true;
    }

    void onTime(long now) {
        // All live equally long, so the first is the oldest.
        Iterator<Pending> oldest = byCid.values().iterator();
        while (oldest.hasNext()) {
            Pending pending = oldest.next();
            if (now - pending.until < 0) {
                return;
            }
            pending.link.wipe();
            oldest.remove();
        }
    }

    long deadline() {
        return byCid.isEmpty() ? Long.MAX_VALUE : byCid.values().iterator().next().until;
    }
}
