package worldmesh.peer;

import java.util.List;
import worldmesh.peer.core.DoorView;
import worldmesh.peer.core.InvitationView;
import worldmesh.runtime.identity.PeerId;

/**
 * Who may come into the party. What the host says here is signed, reaches all members and stays with them, also when
 * another takes over. Use it on the world's thread.
 */
public final class Door {
    private final Session session;

    Door(Session session) {
        this.session = session;
    }

    /** How it stands. */
    public DoorView state() {
        return session.checkedCore().door().view();
    }

    /** This player's invitations, the oldest first; {@link Session#invite} makes them. */
    public List<InvitationView> invitations() {
        return session.checkedCore().door().invitations();
    }

    /** Takes back the invitation whose id begins so; who came by it stays. False if there is none. */
    public boolean revoke(String id) {
        return session.checkedCore().door().revoke(id);
    }

    /** True if this peer is the host: it alone kicks, bans, pardons and locks. */
    public boolean isHost() {
        return session.checkedCore().door().isHost();
    }

    /** Sends a player away until the host invites it anew or pardons it. */
    public void kick(PeerId player, String reason) {
        session.checkedCore().door().kick(player, reason);
    }

    /** Sends a player away for good, and whom it vouched for unless the party voted for them. */
    public void ban(PeerId player, String reason) {
        session.checkedCore().door().ban(player, reason);
    }

    /** Lets a kicked or banned player in again; false if it was neither. */
    public boolean pardon(PeerId player) {
        return session.checkedCore().door().pardon(player);
    }

    /** Lets nobody new in, for that reason; who is here may come back. */
    public void lock(String reason) {
        session.checkedCore().door().lock(reason);
    }

    /** Lets newcomers in again. */
    public void unlock() {
        session.checkedCore().door().unlock();
    }
}
