package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** The rosters that were in force, from the founder's on: a world's lineage. Confined to the owner's thread. */
final class RosterChain {
    private final List<RosterLink> links = new ArrayList<>();

    /** Links after the roster this member stands on, while it adopts from an earlier one. */
    private final List<RosterLink> later = new ArrayList<>();

    /** How another lineage relates to this one. */
    enum Relation {
        /** The same rosters. */
        SAME,
        /** The other goes on where this ends. */
        EXTENDED,
        /** This goes on where the other ends. */
        EXTENDS,
        /** They part, and this one holds. */
        WINS,
        /** They part, and the other holds. */
        LOSES
    }

    RosterChain(RosterLink founding) {
        links.add(founding);
    }

    static RosterChain load(DeltaJournal journal, RosterLink founding) {
        RosterChain chain = new RosterChain(founding);
        journal.scan(Table.ROSTER.prefix(), (key, value) -> {
            RosterLink link = RosterLink.decode(new ByteReader(value));
            if (link.roster().number() != chain.roster().number() + 1) {
                chain.links.clear(); // what was told as a state begins after the founder's
            }
            return chain.links.add(link);
        });
        return chain;
    }

    RosterLink last() {
        return links.get(links.size() - 1);
    }

    PartyRoster roster() {
        return last().roster();
    }

    /** The newest links, oldest first. */
    List<RosterLink> told() {
        return List.copyOf(links.subList(Math.max(0, links.size() - RosterLink.TOLD_MAX), links.size()));
    }

    /** All links that are known here, oldest first. */
    List<RosterLink> links() {
        return List.copyOf(links);
    }

    void append(RosterLink link) {
        later.clear();
        links.removeIf(old -> old.roster().number() >= link.roster().number());
        links.add(link);
    }

    /** True of a roster that was in force before the last one. */
    boolean isFormer(RosterLink link) {
        return !link.equals(last()) && links.contains(link);
    }

    /** The newest link whose roster has the member, null if none has. */
    @Nullable RosterLink lastWith(PeerId member) {
        RosterLink last = null;
        for (RosterLink link : links) {
            last = link.roster().members().contains(member) ? link : last;
        }
        return last;
    }

    /**
     * The entry of the last roster before a side adopted itself: what follows it is given up if the others come back
     * with a branch that holds. Null if no side ever did, as far as this lineage is known.
     */
    @Nullable Head fork() {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).roster().adopted()) {
                return links.get(Math.max(0, i - 1)).at();
            }
        }
        return null;
    }

    /** Goes by an earlier roster, until another one is made from there or {@link #standUp}: what came later waits. */
    void standOn(RosterLink earlier) {
        standUp();
        later.addAll(links.stream()
                .filter(link -> link.roster().number() > earlier.roster().number())
                .toList());
        links.removeAll(later);
    }

    /** Goes by the newest roster again. */
    void standUp() {
        links.addAll(later);
        later.clear();
    }

    /** Drafts the next link; what came after the roster it follows is given up with these rows. */
    void put(RosterLink link, JournalBatch rows) {
        later.forEach(old -> rows.delete(key(old)));
        write(link, rows);
    }

    private static void write(RosterLink link, JournalBatch rows) {
        rows.put(key(link), value(link));
    }

    /** Takes another lineage in place of this one. */
    void replace(List<RosterLink> others, JournalBatch rows) {
        standUp();
        links.stream().filter(link -> link.roster().number() > 0).forEach(link -> rows.delete(key(link)));
        links.clear();
        links.addAll(others);
        links.stream().filter(link -> link.roster().number() > 0).forEach(link -> write(link, rows));
    }

    /** The first link of {@code theirs} that is not in this lineage, by its place in the list; its size for none. */
    private int parting(List<RosterLink> theirs) {
        long first = links.get(0).roster().number();
        for (int i = 0; i < theirs.size(); i++) {
            long at = theirs.get(i).roster().number() - first;
            boolean known = at < 0 || (at < links.size() && links.get((int) at).equals(theirs.get(i)));
            if (!known) {
                return i;
            }
        }
        return theirs.size();
    }

    /** How {@code theirs} relates to this lineage, by the rosters alone. */
    Relation compare(List<RosterLink> theirs) {
        int parting = parting(theirs);
        if (parting == theirs.size()) {
            long theirLast = theirs.get(theirs.size() - 1).roster().number();
            return theirLast == roster().number() ? Relation.SAME : Relation.EXTENDS;
        }
        RosterLink next = theirs.get(parting);
        long number = next.roster().number();
        if (number > roster().number()) {
            return Relation.EXTENDED;
        }
        return beats(mine(number), next, mine(number - 1).roster()) ? Relation.WINS : Relation.LOSES;
    }

    private RosterLink mine(long number) {
        long at = Math.max(0, number - links.get(0).roster().number());
        return links.get((int) at);
    }

    /** The first roster of the other lineage that this one lacks. */
    PartyRoster firstUnknown(List<RosterLink> theirs) {
        return theirs.get(Math.min(parting(theirs), theirs.size() - 1)).roster();
    }

    /** True if among the rosters of the other lineage that this one lacks is one by which a side adopted itself. */
    boolean isAdoptedBeyond(List<RosterLink> theirs) {
        return theirs.subList(parting(theirs), theirs.size()).stream()
                .anyMatch(link -> link.roster().adopted());
    }

    /** The first roster of this lineage after the end of a shorter one. */
    PartyRoster firstBeyond(List<RosterLink> theirs) {
        return mine(theirs.get(theirs.size() - 1).roster().number() + 1).roster();
    }

    /** The lineage up to where it parts from another. */
    List<RosterLink> commonWith(List<RosterLink> theirs) {
        int parting = parting(theirs);
        long number = parting == theirs.size()
                ? theirs.get(parting - 1).roster().number()
                : theirs.get(parting).roster().number() - 1;
        List<RosterLink> common = new ArrayList<>();
        for (RosterLink link : links) {
            if (link.roster().number() <= number) {
                common.add(link);
            }
        }
        return common.isEmpty() ? List.of(links.get(0)) : common;
    }

    /** The entry that made the newest roster both lineages surely have: the logs are the same up to it. */
    Head sharedWith(List<RosterLink> theirs) {
        Head shared = Head.NONE;
        for (RosterLink link : links) {
            shared = theirs.contains(link) ? link.at() : shared;
        }
        return shared;
    }

    /** A quorum beats an adoption; of two adoptions more votes of the common roster win, then its senior member. */
    private static boolean beats(RosterLink mine, RosterLink theirs, PartyRoster common) {
        if (mine.roster().adopted() != theirs.roster().adopted()) {
            return !mine.roster().adopted();
        }
        List<PeerId> ours = mine.roster().members();
        List<PeerId> others = theirs.roster().members();
        int more = Integer.compare(common.count(ours), common.count(others));
        if (more != 0) {
            return more > 0;
        }
        for (PeerId senior : common.members()) {
            if (ours.contains(senior) != others.contains(senior)) {
                return ours.contains(senior);
            }
        }
        return mine.at().hash().compareTo(theirs.at().hash()) < 0;
    }

    private static byte[] key(RosterLink link) {
        return Table.ROSTER.key(8).putLong(link.roster().number()).array();
    }

    private static byte[] value(RosterLink link) {
        ByteWriter out = new ByteWriter();
        link.encode(out);
        return out.toBytes();
    }
}
