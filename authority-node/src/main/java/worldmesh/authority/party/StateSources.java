package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.runtime.identity.PeerId;

/**
 * Whom a member asks for the state: the holder first and, if nothing comes from it that can be believed, the others of
 * its roster in turn. Once nobody is left it tells the world, and begins again. Confined to the owner's thread.
 */
final class StateSources {
    /** Questions to one member that led to nothing: two seconds, in which those who vouch answer too. */
    private static final int TRIES = 4;

    private final PartyMember member;
    private final Set<PeerId> tried = new LinkedHashSet<>();
    private @Nullable PeerId other;
    private int tries;
    private boolean told;

    StateSources(PartyMember member) {
        this.member = member;
    }

    /** Another holder is followed, or a state was taken. */
    void begin() {
        tried.clear();
        other = null;
        tries = 0;
        told = false;
    }

    /** Whom to ask now: entries are the holder's alone to tell. */
    PeerId current(Leader leader, boolean needsState) {
        return isNew(needsState) ? current(leader) : leader.peer();
    }

    private PeerId current(Leader leader) {
        PeerId instead = other;
        return instead == null ? leader.peer() : instead;
    }

    private boolean isNew(boolean needsState) {
        return needsState || member.log.committed().tick() == 0;
    }

    /** Nothing came in time that could be taken; true if somebody else of the roster is to be asked from now. */
    boolean onSilence(Leader leader, @Nullable Lead lead, boolean needsState) {
        tries++;
        return isNew(needsState) && tries >= TRIES && skip(leader, lead);
    }

    /** What the member says that was asked is refuted, or nothing comes from it: true if another one is asked. */
    boolean skip(Leader leader, @Nullable Lead lead) {
        tries = 0;
        tried.add(current(leader));
        List<PeerId> left = new ArrayList<>(rosterOf(lead));
        left.retainAll(member.present());
        left.remove(member.self());
        left.removeAll(tried);
        if (left.isEmpty()) {
            if (!told) {
                told = true;
                member.world().unserved(leader.peer(), tried.size());
            }
            tried.clear();
        }
        PeerId before = current(leader);
        other = left.isEmpty() ? null : left.get(0);
        return !before.equals(current(leader));
    }

    /** The members that the holder named when it introduced itself; their votes were checked then. */
    private static List<PeerId> rosterOf(@Nullable Lead lead) {
        return lead == null
                ? List.of()
                : lead.rosters().get(lead.rosters().size() - 1).roster().members();
    }
}
