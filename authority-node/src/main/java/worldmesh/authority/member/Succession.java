package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Roster;

/**
 * Which rosters are known to have come into force after another one, and before an epoch. The own log says when; of
 * rosters that only the proofs know, grants that they voted say so, and else the word of the holder that is judged.
 */
final class Succession {
    private final List<Roster> rosters;
    private final KnownProofs known;
    private final List<RosterLink> told;
    private final List<RosterLink> own;

    /** {@code rosters} are all that the log and the proofs know. */
    Succession(List<Roster> rosters, KnownProofs known, List<RosterLink> told, List<RosterLink> own) {
        this.rosters = rosters;
        this.known = known;
        this.told = told;
        this.own = own;
    }

    /** The rosters behind the given one that were in force before that epoch; a quorum made each of them. */
    List<Roster> after(ProofId roster, long epoch) {
        List<Roster> later = new ArrayList<>();
        Roster next = successor(roster);
        while (next != null) {
            if (isOlder(next, epoch)) {
                later.add(next);
            }
            next = successor(next.id());
        }
        return later;
    }

    private @Nullable Roster successor(ProofId roster) {
        for (Roster next : rosters) {
            if (!next.adopted() && roster.equals(next.previous())) {
                return next;
            }
        }
        return null;
    }

    private boolean isOlder(Roster roster, long epoch) {
        RosterLink mine = link(own, roster);
        if (mine != null) {
            return mine.at().epoch() < epoch;
        }
        boolean elected =
                known.grants().stream().anyMatch(grant -> roster.id().equals(grant.roster()) && grant.epoch() < epoch);
        return elected || isToldOlder(roster, epoch);
    }

    /** Of what came before the newest that are told the oldest of those speaks; of what came after them nobody does. */
    private boolean isToldOlder(Roster roster, long epoch) {
        RosterLink oldest = told.isEmpty() ? null : told.get(0);
        boolean untold = oldest != null && roster.number() < oldest.roster().number();
        RosterLink theirs = untold ? oldest : link(told, roster);
        return theirs == null || theirs.at().epoch() < epoch;
    }

    private static @Nullable RosterLink link(List<RosterLink> links, Roster roster) {
        for (RosterLink link : links) {
            if (Voters.isProofOf(roster, link.roster())) {
                return link;
            }
        }
        return null;
    }
}
