package worldmesh.peer.core;

import java.util.SortedMap;
import worldmesh.runtime.identity.PeerId;

/**
 * A player of the party as this session sees it.
 *
 * @param peer who
 * @param name for people; nothing proves it
 * @param self true for this player
 * @param authority true if this player holds the authority
 * @param rttMillis the round trip, 0 for this player
 * @param lossPercent what got lost on the way here lately
 * @param suspected true if it fell silent
 * @param presence what it shows of itself
 */
public record PeerView(
        PeerId peer,
        String name,
        boolean self,
        boolean authority,
        double rttMillis,
        double lossPercent,
        boolean suspected,
        SortedMap<String, String> presence) {}
