package worldmesh.peer.core;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.sector.SectorId;

/**
 * A player of the party as this session sees it.
 *
 * @param peer who
 * @param name for people; nothing proves it
 * @param self true for this player
 * @param authority true if this player holds the authority
 * @param sector where the first of its moving entities is, or null if it has none
 * @param state whether it is heard
 * @param rttMillis the round trip, 0 for this player
 * @param lossPercent what got lost on the way here lately
 * @param jitterMillis by how much successive round trips differ at the mean
 * @param unstable true while what is heard of it comes unsteadily, or did within the last ten seconds
 * @param relayed true while all goes through another member, or a server that carries for this side
 * @param presence what it shows of itself
 */
public record PeerView(
        PeerId peer,
        String name,
        boolean self,
        boolean authority,
        @Nullable SectorId sector,
        State state,
        double rttMillis,
        double lossPercent,
        double jitterMillis,
        boolean unstable,
        boolean relayed,
        SortedMap<String, String> presence) {
    /** Whether a player is heard. */
    public enum State {
        /** It is heard. */
        CONNECTED,
        /** It fell silent a moment ago. */
        SUSPECTED,
        /** It has been silent for long: stalled, split away or dead; its link is given up next. */
        AWAY
    }
}
