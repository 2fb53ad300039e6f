package worldmesh.authority.party;

import java.util.LinkedHashSet;
import java.util.Set;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;

/**
 * Asks the members whether they would promise an epoch, before anybody does. Who loses the others one by one, or is
 * with too few, uses no epoch up that way, and the holder need not be elected again when it is back (Ongaro, Consensus:
 * Bridging Theory and Practice, section 9.6). Binds nobody, and nothing of it is kept. Confined to the owner's thread.
 */
final class StrawPoll {
    private final PartyMember member;
    private final PartyMessage.Poll question;
    private final Set<PeerId> favour = new LinkedHashSet<>();

    StrawPoll(PartyMember member, long epoch, RosterLink roster) {
        this.member = member;
        this.question = new PartyMessage.Poll(epoch, roster);
        favour.add(member.self());
    }

    void ask() {
        member.sendAll(question);
    }

    void onFavour(PeerId from, PartyMessage.Favour answer) {
        if (answer.epoch() == question.epoch() && !member.isAccused(from)) {
            favour.add(from);
        }
    }

    /**
     * True once those in favour could elect, as far as anybody knows before the logs are told: a roster in the own tail
     * may be overruled by another's.
     */
    boolean isWon() {
        return member.rules().elects(question.roster().roster(), null, member.present(), favour);
    }
}
