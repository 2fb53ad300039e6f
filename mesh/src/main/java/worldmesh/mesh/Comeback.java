package worldmesh.mesh;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.identity.PublicKey;

/** How another link may go on with this one, and whether it came of such a return itself. Confined to the owner. */
final class Comeback {
    private @Nullable TicketId ticket;
    private @Nullable TicketId parent;
    private long keptUntil;
    private boolean alone;
    private FalseAlarms alarms = new FalseAlarms();

    Comeback(long now) {
        this.keptUntil = now;
    }

    /** The name of the ticket to come back by, once the link is in the table. */
    @Nullable TicketId ticket() {
        return ticket;
    }

    /** The ticket it came from; null after a handshake. */
    @Nullable TicketId parent() {
        return parent;
    }

    void cameFrom(TicketId used) {
        parent = used;
    }

    /** Puts the ticket of the link among the others. */
    void leaveTicket(TicketBox tickets, SessionKeys keys, PublicKey key) {
        ticket = tickets.linked(keys, key);
    }

    /** The other side does not know the ticket: this link lives or dies as it is. */
    void goOnAlone() {
        alone = true;
    }

    /** The other side fell silent: true if it may know the ticket, and is not likely to be heard again by itself. */
    boolean mayResume(long now) {
        return !alone && alarms.isTime(now);
    }

    /** The other side is heard again. */
    void heard(long now) {
        alarms.heard(now);
    }

    /** The other side is heard again over this link, which goes on where the other one was. */
    void goOnFrom(Comeback old, long now) {
        alarms = old.alarms;
        alarms.heard(now);
    }

    /** The other side is about to go on with another link: this one does not die before. */
    void keep(long until) {
        keptUntil = until;
    }

    long keptUntil() {
        return keptUntil;
    }
}
