package worldmesh.peer.core;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Membership;

/**
 * Who may come into the party, as this peer sees it.
 *
 * @param policy whether newcomers need an invitation; null while no world is known
 * @param locked true if nobody new comes in
 * @param reason why it is locked, for people
 * @param invitationsLeft players whom this player's open invitations can still let in, without those for any number
 * @param barred who was kicked or banned and why
 */
public record DoorView(
        @Nullable Membership policy,
        boolean locked,
        String reason,
        long invitationsLeft,
        SortedMap<PeerId, Bar> barred) {
    /**
     * Why a peer must stay out.
     *
     * @param banned true if it was banned, false if it was kicked
     * @param reason for people
     */
    public record Bar(boolean banned, String reason) {}
}
