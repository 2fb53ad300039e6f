package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Vouch;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * Decides whether a state may be believed: more than half of the roster have to say that it is the log's, the holder
 * that signed it among them. Confined to the owner's thread.
 */
final class StateJury {
    /** The newest word of each member; words of who is not in the roster do not count. */
    private final Map<PeerId, Vouch> words = new LinkedHashMap<>();

    /** What the words say about a state. */
    enum Finding {
        /** Too few have said something. */
        OPEN,
        /** A majority has the same. */
        TRUSTED,
        /** A majority has another. */
        REFUTED
    }

    void hear(PeerId from, Vouch vouch) {
        if (words.containsKey(from) || words.size() < PartyRoster.MEMBERS_MAX) {
            words.put(from, vouch);
        }
    }

    Finding judge(Leader holder, Ballots.StateName state, PartyRoster roster) {
        Map<Hash, List<PeerId>> voices = new LinkedHashMap<>();
        voices.computeIfAbsent(state.hash(), hash -> new ArrayList<>()).add(holder.peer());
        words.forEach((peer, word) -> {
            if (!peer.equals(holder.peer()) && isAbout(word, state.epoch(), state.at())) {
                voices.computeIfAbsent(word.state(), hash -> new ArrayList<>()).add(peer);
            }
        });
        for (Map.Entry<Hash, List<PeerId>> each : voices.entrySet()) {
            if (roster.hasMajority(each.getValue())) {
                return each.getKey().equals(state.hash()) ? Finding.TRUSTED : Finding.REFUTED;
            }
        }
        return Finding.OPEN;
    }

    private static boolean isAbout(Vouch word, long epoch, Head at) {
        return word.epoch() == epoch && word.at().equals(at);
    }

    void forget() {
        words.clear();
    }
}
