package worldmesh.mesh.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * The tickets of this peer, one for each other peer: that of the link that is up, or of the last one if it was lost. A
 * ticket dies when it is used, when its time is over and when the link is left or refused. Confined to its owner.
 */
public final class TicketBox {
    /** Tickets kept, and names of used ones: the oldest give way, which costs a full handshake. */
    static final int MAX = 1_024;

    private static final long WHILE_UP = Long.MAX_VALUE;

    private final long lifeNanos;
    private final Map<PeerId, Held> byPeer = new LinkedHashMap<>();
    private final Map<TicketId, PeerId> byId = new HashMap<>(); // looked up only, never iterated
    private final Set<TicketId> used = new LinkedHashSet<>();
    private int changes;

    private record Held(Ticket ticket, long until) {
        boolean good(long now) {
            return until == WHILE_UP || now - until < 0;
        }
    }

    /** A ticket and how long it is still good. */
    public record Lasting(Ticket ticket, long nanos) {}

    /** Tickets of lost links are good for {@code lifeNanos}; with 0 there are none at all. */
    public TicketBox(long lifeNanos) {
        this.lifeNanos = lifeNanos;
    }

    /** A link with these keys is up; answers its ticket's name. */
    public TicketId linked(SessionKeys keys, PublicKey key) {
        Ticket ticket = Ticket.of(keys, key);
        if (lifeNanos > 0) {
            put(ticket, WHILE_UP);
        } else {
            ticket.wipe();
        }
        return ticket.id();
    }

    /** Takes a ticket from before this process began. */
    public void restore(Lasting lasting, long now) {
        long nanos = Math.min(lifeNanos, lasting.nanos);
        if (nanos > 0 && !byPeer.containsKey(lasting.ticket.peer())) {
            put(lasting.ticket, now + nanos);
        }
    }

    private void put(Ticket ticket, long until) {
        forget(ticket.peer());
        byPeer.put(ticket.peer(), new Held(ticket, until));
        byId.put(ticket.id(), ticket.peer());
        changes++;
        if (byPeer.size() > MAX) {
            forget(byPeer.keySet().iterator().next());
        }
    }

    /** The link was lost: from now on its ticket's time runs. */
    public void lost(PeerId peer, long now) {
        Held held = byPeer.get(peer);
        if (held != null && held.until == WHILE_UP) {
            byPeer.put(peer, new Held(held.ticket, now + lifeNanos));
        }
    }

    /** The peer is not to come back by a ticket. */
    public void forget(PeerId peer) {
        Held held = byPeer.remove(peer);
        if (held != null) {
            byId.remove(held.ticket.id());
            held.ticket.wipe();
            changes++;
        }
    }

    /** The ticket was used: it dies, and nobody uses it again. */
    public void use(TicketId id) {
        PeerId peer = byId.get(id);
        if (peer != null) {
            forget(peer);
        }
        used.add(id);
        if (used.size() > MAX) {
            used.remove(used.iterator().next());
        }
    }

    /** True if that ticket was good once and has been used. */
    public boolean wasUsed(TicketId id) {
        return used.contains(id);
    }

    /** The ticket of a peer, null if there is none that is good. */
    public @Nullable Ticket of(PeerId peer, long now) {
        Held held = byPeer.get(peer);
        if (held != null && !held.good(now)) {
            forget(peer);
            return null;
        }
        return held == null ? null : held.ticket;
    }

    /** The ticket of that name, null if there is none that is good. */
    public @Nullable Ticket find(TicketId id, long now) {
        PeerId peer = byId.get(id);
        return peer == null ? null : of(peer, now);
    }

    /** All that are good, to be kept for the next process. */
    public List<Lasting> all(long now) {
        List<Lasting> all = new ArrayList<>();
        for (Held held : byPeer.values()) {
            if (held.good(now)) {
                all.add(new Lasting(held.ticket, held.until == WHILE_UP ? lifeNanos : held.until - now));
            }
        }
        return all;
    }

    /** The same as {@link #all}, for another thread: what is forgotten here meanwhile is not wiped there. */
    public List<Lasting> copies(long now) {
        List<Lasting> copies = new ArrayList<>();
        for (Lasting one : all(now)) {
            copies.add(new Lasting(one.ticket.copy(), one.nanos));
        }
        return copies;
    }

    /** Grows with every ticket that comes or goes. */
    public int changes() {
        return changes;
    }
}
