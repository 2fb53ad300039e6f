package worldmesh.authority.member;

import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;

/** Tells players in words what became of their party's log. Confined to the owner's thread. */
final class LogNotices {
    private final AuthorityOutbox out;

    LogNotices(AuthorityOutbox out) {
        this.out = out;
    }

    /** A side went on by itself. */
    void adopted(PartyRoster next) {
        int count = next.members().size();
        String who = count == 1 ? "this player plays" : count + " players play";
        tell(AuthorityNotice.Kind.ADOPTED, next.members().get(0), who + " on without the others");
    }

    /** This member's branch was given up. */
    void forked(PeerId self, int lost) {
        tell(AuthorityNotice.Kind.FORKED, self, lost + " commands are judged again");
    }

    /** Nobody sent a state that can be believed. */
    void unserved(PeerId holder, int asked) {
        String who = asked == 1 ? "the holder" : "the holder and " + (asked - 1) + " others";
        tell(
                AuthorityNotice.Kind.UNSERVED,
                holder,
                who + " sent no state that a majority vouches for; they are asked again");
    }

    /** A holder cheated. */
    void deposed(PeerId holder, long epoch) {
        tell(AuthorityNotice.Kind.DEPOSED, holder, "broke the rules in epoch " + epoch);
    }

    private void tell(AuthorityNotice.Kind kind, PeerId subject, String text) {
        out.notice(new AuthorityNotice(kind, subject, text));
    }
}
