package worldmesh.authority.party;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/** The world that the log of a party is about, and the way to its members. Called on the owner's thread. */
public interface PartyWorld {
    /** Sends a message to a member; lost if there is no link. */
    void send(PeerId to, byte[] message);

    /** The entry in these bytes, null if they are malformed or not signed by the holder of its epoch. */
    @Nullable Entry open(byte[] bytes);

    /** These entries will be audited and committed one after the other. */
    default void foresee(List<Entry> entries) {}

    /** True if the member's key is known, without which it cannot be named in a roster. */
    boolean knows(PeerId peer);

    /** A signed entry of this holder that makes a roster, right after {@code before}. */
    byte[] writeRoster(long epoch, Head before, PartyRoster roster);

    /**
     * True if the world shows what follows from the entry already, though the log has not come to it: a member that was
     * away is shown settled state by others before it has the log. Such an entry cannot be judged any more.
     */
    default boolean isOvertaken(Entry entry) {
        return false;
    }

    /** Whether an entry right after the committed ones keeps the rules. */
    Finding audit(Entry entry);

    /** What an audit found. */
    enum Finding {
        /** The rules say the same. */
        SOUND,
        /** The rules say something else: the holder cheats. */
        BROKEN,
        /** This member is behind: it cannot tell yet. */
        UNKNOWN,
        /** The entry rests on a proof that its holder owes and that is not here. */
        UNPROVEN
    }

    /** The entry is committed: adds what it changes to the rows that say so. */
    void apply(Entry entry, JournalBatch rows);

    /**
     * The rows of the entry are on their way to the disk: shows what it changes. Whatever is stored of that comes to
     * the disk later than the entry, so that no crash leaves effects of an entry that is not in the log.
     */
    void submitted(Entry entry);

    /** The rows of the entry are durable. */
    void applied(Entry entry);

    /**
     * A branch is about to be given up behind an entry that both have: keeps what this player asked for in it, so that
     * a crash does not forget it.
     */
    void remember(List<Entry> lost, Head fork);

    /** These entries are not in the log: prepared ones that were overruled, or those of a branch that lost. */
    void dropped(List<Entry> entries, boolean committed);

    /** A committed entry leaves the disk: adds the removal of what is kept beside it and nobody asks for without it. */
    void forget(byte[] entry, JournalBatch rows);

    /** This member is the holder: adds the proof of its tenure to the rows that say so. */
    void elected(long epoch, byte[] grant, JournalBatch rows);

    /** Where this member stands has changed. */
    void stands(Standing standing);

    /** The whole state at the end of the committed log, for a newcomer. */
    byte[] capture();

    /** Takes the whole state in place of the own one; false, and nothing changed, if it is malformed. */
    boolean install(byte[] state, Head at, JournalBatch rows);

    /** The rows of a state are durable. */
    void installed();

    /** True if everything the installed state rests on is here. */
    boolean ready();

    /** A member without a holder shows a command as pending, or no longer. */
    void pending(PeerId from, boolean begun, byte[] envelope);

    /** Nobody sends a state that can be believed: neither the holder nor the others, so many in all. */
    void unserved(PeerId holder, int asked);

    /** A holder was caught cheating. */
    void deposed(PeerId holder, long epoch);
}
