package worldmesh.peer.core;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.Appetite;
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
 * @param rttMillis the round trip in milliseconds, 0 for this player
 * @param lossPercent what got lost on the way here lately, 0..100
 * @param lossSentPercent what got lost on the way there lately, 0..100
 * @param jitterMillis by how many milliseconds successive round trips differ at the mean
 * @param bandwidthBitsPerSecond what the line there was seen to carry lately, in bits a second with headers of IP and
 *     UDP, losses taken off; 0 while nothing is known
 * @param bandwidthReached true if that is all it carries, false if it was not asked for more
 * @param updateHertz updates of motion a second that it is sent at the most now; 255 for all there are, 0 for this
 *     player
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
        double lossSentPercent,
        double jitterMillis,
        long bandwidthBitsPerSecond,
        boolean bandwidthReached,
        int updateHertz,
        boolean unstable,
        boolean relayed,
        SortedMap<String, String> presence) {
    /** True if it is sent motion less often than there is some. */
    public boolean isSlowed() {
        return !self && updateHertz < Appetite.ALL;
    }

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
