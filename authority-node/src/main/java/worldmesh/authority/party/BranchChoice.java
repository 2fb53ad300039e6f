package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.List;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Branch;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/** Decides which of two branches of a world holds, and gives the own one up when it lost. Confined to one thread. */
final class BranchChoice {
    /** Entries of a lost branch whose commands are tried again; older ones stay lost, and the fork is recorded. */
    static final int LOST_MAX = 65_536;

    private final PartyMember member;

    /** What to make of another's branch. */
    enum Outcome {
        /** It goes on where this one ends, or is the same. */
        FOLLOW,
        /** This branch holds. */
        MINE,
        /** The other holds. */
        THEIRS,
        /** Nothing is to be made of it. */
        IGNORED
    }

    BranchChoice(PartyMember member) {
        this.member = member;
    }

    /**
     * Judges the branch of a holder; {@code bound} if this side has a holder that a quorum elected. A holder without a
     * further roster whom the common one elected is beaten by no adoption. One whom a side gave itself, and that made
     * no roster yet, has nothing but what it committed by the common one. A player who adopts the world may join
     * another who did, whatever others voted for who are not here.
     */
    Outcome judge(Lead lead, boolean bound) {
        Outcome outcome = compare(lead, bound);
        if (outcome == Outcome.MINE) {
            // Who is in no roster has no branch to claim, and may join others who adopted the world.
            Outcome homeless = member.isApart() ? Outcome.THEIRS : Outcome.IGNORED;
            return member.isHomeless() ? homeless : outcome;
        }
        if (member.isApart() && member.ballots().isAdopted(lead.grant())) {
            boolean joins = outcome == Outcome.FOLLOW && isOtherAdoption(lead.rosters());
            return joins ? Outcome.THEIRS : outcome; // its entries may stand on a roster before the own last one
        }
        if (!member.ballots()
                .isOutvoted(lead.grant(), lead.rosters(), member.log.chain().links())) {
            return outcome;
        }
        member.counts.add(PartyCounts.Kind.GRANTS_OUTVOTED);
        return Outcome.IGNORED;
    }

    /** True if the first roster of theirs that is unknown here is one by which their side adopted itself. */
    boolean isOtherAdoption(List<RosterLink> theirs) {
        RosterChain chain = member.log.chain();
        return chain.compare(theirs) == RosterChain.Relation.EXTENDED
                && chain.firstUnknown(theirs).adopted();
    }

    private Outcome compare(Lead lead, boolean bound) {
        List<RosterLink> theirs = lead.rosters();
        RosterChain chain = member.log.chain();
        return switch (chain.compare(theirs)) {
            case SAME -> Outcome.FOLLOW;
            case EXTENDED -> bound && chain.firstUnknown(theirs).adopted() ? Outcome.MINE : Outcome.FOLLOW;
            case EXTENDS -> {
                boolean adoptedHere = chain.firstBeyond(theirs).adopted();
                if (member.ballots().isAdopted(lead.grant())) {
                    boolean more = adoptedHere && !member.log.mayContain(lead.committed());
                    yield more ? Outcome.THEIRS : Outcome.MINE;
                }
                // Whom a quorum elected has the further roster in its log, though it may not know that it is in force.
                yield adoptedHere ? Outcome.THEIRS : Outcome.FOLLOW;
            }
            case WINS -> Outcome.MINE;
            case LOSES -> Outcome.THEIRS;
        };
    }

    /** True if a member's own branch, of which it has committed entries that we lack, holds against ours. */
    boolean loses(Branch theirs) {
        RosterChain chain = member.log.chain();
        return switch (chain.compare(theirs.rosters())) {
            case SAME, EXTENDED, WINS -> false;
            case EXTENDS -> chain.firstBeyond(theirs.rosters()).adopted() && !member.log.mayContain(theirs.committed());
            case LOSES -> true;
        };
    }

    /**
     * True if own committed entries may be of a branch that lost: behind the last roster that both have, a side adopted
     * itself, and its log no longer reaches back so far that it could say whether they are in it.
     */
    boolean isDoubtful(List<RosterLink> theirs) {
        RosterChain chain = member.log.chain();
        return chain.isAdoptedBeyond(theirs)
                && member.log.committed().tick() > chain.sharedWith(theirs).tick();
    }

    /** Tells a member that this branch holds. */
    void claim(PeerId to) {
        member.send(to, new Branch(member.log.chain().told(), member.log.committed()));
    }

    /** Gives up everything behind the common rosters; its commands may be tried again under the other branch. */
    void giveUp(List<RosterLink> theirs) {
        List<RosterLink> common = member.log.chain().commonWith(theirs);
        Head fork = common.get(common.size() - 1).at();
        List<Entry> lost = new ArrayList<>();
        for (byte[] bytes : member.log.behind(fork, LOST_MAX)) {
            Entry entry = member.world().open(bytes);
            if (entry != null) {
                lost.add(entry);
            }
        }
        lost.addAll(member.log.tail());
        Head shared = member.log.chain().sharedWith(theirs);
        member.world().remember(lost, fork);
        JournalBatch rows = new JournalBatch();
        member.log.abandon(common, shared, rows);
        member.submit(rows, () -> {});
        member.world().dropped(lost, true);
    }
}
