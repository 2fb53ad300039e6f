package worldmesh.mesh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.identity.PeerId;

/** The links that are up: at most one per peer, found by connection id and by peer. Confined to the owner. */
final class LinkTable {
    /**
     * Two links of the same two processes are taken for begun at once if they are this close in time: longer than the
     * longest handshake.
     */
    private static final long CROSSING_NANOS = 10_000_000_000L;

    /** A farewell is said so often, since nothing answers it: at 20 % loss all are lost once in 600 times. */
    private static final int FAREWELLS = 4;

    private static final long FAREWELL_NANOS = 50_000_000L;

    /** Links that still say farewell; when more end at once the oldest fall silent. */
    private static final int MAX_LEAVING = 64;

    private final LinkContext context;
    private final CidTable<Row> byCid = new CidTable<>();
    private final Map<PeerId, Link> byPeer = new LinkedHashMap<>();
    private final Agenda<Link> agenda = new Agenda<>();
    private final List<Row> unflushed = new ArrayList<>();
    private final List<Link> due = new ArrayList<>();
    private long roundAt;
    private long silentUntil = Long.MIN_VALUE;
    private final ArrayDeque<Leaving> leaving = new ArrayDeque<>();
    private final LastEnds lastEnds = new LastEnds();
    private Runnable up = () -> {};
    private Consumer<PeerId> down = peer -> {};
    private final TrafficCount past = new TrafficCount();

    private static final class Row extends Agenda.Entry<Link> {
        /** Something was said there since the last flush. */
        boolean isUnflushed;

        Row(Link link) {
            super(link);
        }
    }

    private static final class Leaving {
        final Link link;
        final CloseReason reason;
        int said = 1;
        long next;

        Leaving(Link link, CloseReason reason, long now) {
            this.link = link;
            this.reason = reason;
            this.next = now + FAREWELL_NANOS;
        }
    }

    LinkTable(LinkContext context) {
        this.context = context;
    }

    /** The link of that connection id, which its caller may change. */
    @Nullable Link byCid(int cid) {
        Row entry = byCid.get(cid);
        if (entry == null) {
            return null;
        }
        agenda.touch(entry);
        return entry.item;
    }

    /** The link to a peer, which its caller may change. */
    @Nullable Link byPeer(PeerId peer) {
        Link link = byPeer.get(peer);
        if (link != null) {
            touch(link);
        }
        return link;
    }

    /** The same for one that sends: what then waits to share a datagram leaves with {@link #flush}. */
    @Nullable Link sendingTo(PeerId peer) {
        Link link = byPeer.get(peer);
        Row entry = link == null ? null : byCid.get(link.identity().localCid());
        if (entry == null) {
            return link;
        }
        agenda.touch(entry);
        if (!entry.isUnflushed) {
            entry.isUnflushed = true;
            unflushed.add(entry);
        }
        return link;
    }

    /** That link is about to be changed by who has it already. */
    void touch(Link link) {
        Row entry = byCid.get(link.identity().localCid());
        if (entry != null) {
            agenda.touch(entry);
        }
    }

    /** Sends at once what waits to share a datagram. */
    void flush(long now, MeshOutbox out) {
        for (Row entry : unflushed) {
            entry.isUnflushed = false;
            agenda.touch(entry);
            entry.item.flush(now);
            entry.item.pump(now, out);
        }
        unflushed.clear();
    }

    /** True if there is a link to a peer. */
    boolean has(PeerId peer) {
        return byPeer.containsKey(peer);
    }

    /** How this peer stands to another that it does not seek. */
    LinkState state(PeerId peer) {
        return has(peer) ? LinkState.CONNECTED : lastEnds.of(peer);
    }

    /** How many links are unstable. */
    long unstable(long now) {
        return byPeer.values().stream()
                .filter(link -> link.stats(now).unstable())
                .count();
    }

    /** The figures of a link now. */
    LinkStats stats(PeerId peer, long now) {
        Link link = byPeer.get(peer);
        return link == null ? LinkStats.NONE : link.stats(now);
    }

    /** The figures of a link since it came up. */
    NetworkStats networkStats(PeerId peer) {
        Link link = byPeer.get(peer);
        return link == null ? NetworkStats.NONE : link.traffic().stats();
    }

    /** Has a train of so many bytes measure the line to a peer, behind the next record with data. */
    void probe(PeerId peer, int bytes, long now) {
        Link link = byPeer.get(peer);
        if (link != null) {
            link.figures.probe(bytes, now);
        }
    }

    /** How the last attempt or link of each peer ended. */
    LastEnds lastEnds() {
        return lastEnds;
    }

    /** The sum over all links there ever were. */
    TrafficCount traffic() {
        TrafficCount total = new TrafficCount();
        total.add(past);
        for (Link link : byPeer.values()) {
            TrafficCount traffic = link.traffic();
            total.add(traffic);
            total.quality = total.quality.worse(traffic.quality);
        }
        return total;
    }

    /** All links, the oldest first, to be looked at; {@link #byPeer} has one that is to be changed. */
    Collection<Link> links() {
        return byPeer.values();
    }

    int size() {
        return byPeer.size();
    }

    boolean full() {
        return byPeer.size() >= context.settings.maxLinks();
    }

    /** Runs {@code action} whenever a link has come up. */
    void onUp(Runnable action) {
        up = action;
    }

    /** Runs {@code action} whenever a link has ended. */
    void onDown(Consumer<PeerId> action) {
        down = action;
    }

    /** Puts a link in, or says why not. */
    @Nullable CloseReason admit(Link link, long now, MeshOutbox out) {
        Link existing = byPeer(link.identity().peer());
        if (existing == null && full()) {
            return CloseReason.OVERLOADED;
        }
        if (existing != null) {
            if (!wins(link, existing, now)) {
                return CloseReason.DUPLICATE;
            }
            end(existing, CloseReason.REPLACED, now, out);
        }
        put(link);
        out.signal(link.upSignal());
        up.run();
        return null;
    }

    private void put(Link link) {
        var entry = new Row(link);
        byPeer.put(link.identity().peer(), link);
        byCid.put(link.identity().localCid(), entry);
        agenda.add(entry);
        if (byPeer.size() == 1) {
            roundAt = link.created() + roundNanos();
        }
        link.leaveTicket(context.tickets);
    }

    /** Puts a link in the place of one that it has taken over; the user sees one link. */
    void continueWith(Link link, Link old) {
        forget(old);
        old.wipe();
        put(link);
    }

    /**
     * Of crossed connects the one begun by the smaller peer stays, of two by one peer to two addresses the one of the
     * smaller number: on both sides alike, whose ends come up in any order. In every other case the newer link wins:
     * the peer restarted, or has given the old link up.
     */
    private boolean wins(Link link, Link existing, long now) {
        TicketId parent = link.comeback().parent();
        if (parent != null && parent.equals(existing.comeback().ticket())) {
            return true; // the other side has lost the link that is left here
        }
        if (parent != null && parent.equals(existing.comeback().parent())) {
            return begunBySmaller(link);
        }
        LinkIdentity one = link.identity();
        LinkIdentity other = existing.identity();
        if (one.instance() != other.instance() || now - existing.created() >= CROSSING_NANOS) {
            return true;
        }
        if (one.initiator() == other.initiator() && existing.suspected()) {
            return true;
        }
        return one.initiator() == other.initiator()
                ? Integer.compareUnsigned(one.initiatorCid(), other.initiatorCid()) < 0
                : begunBySmaller(link);
    }

    /** The rule for two that cross: both sides answer alike. */
    boolean begunBySmaller(Link link) {
        boolean selfSmaller = context.self.compareTo(link.identity().peer()) < 0;
        return selfSmaller == link.identity().initiator();
    }

    /** Ends a link from this side, with a farewell. */
    void end(Link link, CloseReason reason, long now, MeshOutbox out) {
        sayFarewell(link, reason, now, out);
        remove(link, reason, now);
        out.signal(new MeshSignal.LinkDown(link.identity().peer(), reason));
    }

    /** Ends a link that the other side has left already or that nobody hears. */
    void drop(Link link, CloseReason reason, long now, MeshOutbox out) {
        remove(link, reason, now);
        link.wipe();
        out.signal(new MeshSignal.LinkDown(link.identity().peer(), reason));
    }

    /** Says farewell over a link that is not, or no longer, in the table. */
    void sayFarewell(Link link, CloseReason reason, long now, MeshOutbox out) {
        link.sendClose(reason, now, out);
        leaving.addLast(new Leaving(link, reason, now));
        if (leaving.size() > MAX_LEAVING) {
            leaving.removeFirst().link.wipe();
        }
    }

    /** Ends all links and says every farewell now. */
    void leave(long now, MeshOutbox out) {
        List<Link> all = new ArrayList<>(links());
        all.sort(Comparator.comparing(link -> !link.relayed())); // while the links that carry them are there
        for (Link link : all) {
            end(link, CloseReason.LEFT, now, out);
            sayLast(now, out);
        }
        sayLast(now, out);
    }

    private void sayLast(long now, MeshOutbox out) {
        for (Leaving one : leaving) {
            for (int said = one.said; said < FAREWELLS; said++) {
                one.link.sendClose(one.reason, now, out);
            }
            one.link.wipe();
        }
        leaving.clear();
    }

    private void remove(Link link, CloseReason reason, long now) {
        past.add(link.traffic());
        if (reason == CloseReason.TIMED_OUT) {
            context.tickets.lost(link.identity().peer(), now);
        } else {
            context.tickets.forget(link.identity().peer()); // a link in its place leaves its own
        }
        lastEnds.ended(link.identity().peer(), reason);
        byPeer.remove(link.identity().peer(), link);
        forget(link);
        silentUntil = now + roundNanos();
        down.accept(link.identity().peer());
    }

    private void forget(Link link) {
        Row entry = byCid.get(link.identity().localCid());
        if (entry != null && entry.item == link) {
            byCid.remove(link.identity().localCid(), entry);
            agenda.remove(entry);
            unflushed.remove(entry);
        }
    }

    private long roundNanos() {
        return context.settings.pingMillis() * 1_000_000L;
    }

    /**
     * Does what is due, and now and then goes round all links, for what has no deadline of its own; answers the links
     * that others may have to act on: those looked at, and all for as long as one is silent, which another may go
     * through.
     */
    Collection<Link> onTime(long now, MeshOutbox out) {
        due.clear();
        if (now >= roundAt) {
            roundAt = now + roundNanos();
            byPeer.values().forEach(this::touch);
            due.addAll(links());
        } else {
            agenda.takeDue(now, due);
        }
        due.removeIf(link -> {
            boolean dead = !link.onTime(now, out);
            if (dead) {
                drop(link, CloseReason.TIMED_OUT, now, out);
            }
            silentUntil = link.suspected() ? now + roundNanos() : silentUntil;
            return dead;
        });
        sayFarewells(now, out);
        if (now >= silentUntil) {
            return due;
        }
        byPeer.values().forEach(this::touch);
        return links();
    }

    private void sayFarewells(long now, MeshOutbox out) {
        for (int i = leaving.size(); i > 0; i--) {
            repeatFarewell(leaving.removeFirst(), now, out);
        }
    }

    private void repeatFarewell(Leaving one, long now, MeshOutbox out) {
        if (now - one.next >= 0) {
            one.link.sendClose(one.reason, now, out);
            one.next = now + (FAREWELL_NANOS << one.said);
            one.said++;
        }
        if (one.said < FAREWELLS) {
            leaving.addLast(one);
        } else {
            one.link.wipe();
        }
    }

    void forgive(long nanos) {
        for (Link link : byPeer.values()) {
            link.forgive(nanos);
            touch(link);
        }
    }

    long deadline(long now) {
        long earliest = byPeer.isEmpty() ? Long.MAX_VALUE : Math.min(roundAt, agenda.earliest(now));
        if (leaving.isEmpty()) {
            return earliest; // asked for every datagram
        }
        for (Leaving one : leaving) {
            earliest = Math.min(earliest, one.next);
        }
        return earliest;
    }
}
