package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Vouch;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * Decides whether a state may be believed: more than half of those in the roster who could know have to say that it is
 * the log's, the one that signed it among them. Who gave its own log up and has no other yet cannot know: where a
 * branch lost, that may be all but the holder. Confined to the owner's thread.
 */
final class StateJury {
    /** The word of who has no log. */
    static final Hash NONE = Head.NONE.hash();

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

    Finding judge(PeerId signer, Ballots.StateName state, List<PeerId> roster) {
        List<PeerId> knowing = new ArrayList<>(roster);
        Map<Hash, List<PeerId>> voices = new LinkedHashMap<>();
        voices.computeIfAbsent(state.hash(), hash -> new ArrayList<>()).add(signer);
        words.forEach((peer, word) -> {
            if (!peer.equals(signer) && isAbout(word, state.epoch(), state.at())) {
                voices.computeIfAbsent(word.state(), hash -> new ArrayList<>()).add(peer);
            }
        });
        List<PeerId> without = voices.remove(NONE);
        knowing.removeAll(without == null ? List.of() : without);
        for (Map.Entry<Hash, List<PeerId>> each : voices.entrySet()) {
            long same = each.getValue().stream().filter(knowing::contains).count();
            if (2 * same > knowing.size()) {
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
