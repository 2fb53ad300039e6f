package worldmesh.authority.party.wire;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** What members say to each other; see docs/wire-party.md. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface PartyMessage {
    /** The holder introduces itself to everybody in the view: its grant, the rosters that led to it, its log's end. */
    record Lead(long epoch, byte[] grant, List<RosterLink> rosters, Head committed) implements PartyMessage {
        /** Copies the rosters. */
        public Lead {
            rosters = List.copyOf(rosters);
        }
    }

    /**
     * The log is committed up to here, and this is all that follows: to be stored and acknowledged. If the last
     * committed entry made a roster, its proof comes along.
     */
    record Prepare(long epoch, Head committed, List<byte[]> tail, List<byte[]> proofs) implements PartyMessage {
        /** Copies the lists. */
        public Prepare {
            tail = List.copyOf(tail);
            proofs = List.copyOf(proofs);
        }
    }

    /** On my disk the log ends here under this epoch; {@code vote} signs a roster that stands last in it. */
    record Ack(long epoch, Head last, Head committed, boolean ready, byte[] vote) implements PartyMessage {}

    /** I promised a higher epoch. */
    record Nack(long promised) implements PartyMessage {}

    /** What follows this entry? {@code state}: tell me the whole state instead. */
    record Fetch(long epoch, Head after, boolean state) implements PartyMessage {}

    /** Committed entries that follow {@code after}, and the proofs of the rosters among them. */
    record Entries(long epoch, Head after, List<byte[]> entries, Head committed, List<byte[]> proofs)
            implements PartyMessage {
        /** Copies the lists. */
        public Entries {
            entries = List.copyOf(entries);
            proofs = List.copyOf(proofs);
        }
    }

    /** The entry you named is not in my log. */
    record Differ(long epoch, Head after) implements PartyMessage {}

    /** A part of the state at a place of the log, signed as a whole. */
    record StatePart(long epoch, Head at, int index, int count, byte[] part, byte[] signature)
            implements PartyMessage {}

    /** Vote for me: I would hold the role in this epoch, by this roster. */
    record Campaign(long epoch, boolean adopt, RosterLink roster) implements PartyMessage {}

    /** You have my vote and this is my log: what is committed, and the tail I stored last under {@code accepted}. */
    record Promise(long epoch, List<RosterLink> rosters, Head committed, long accepted, List<byte[]> tail, byte[] vote)
            implements PartyMessage {
        /** Copies the lists. */
        public Promise {
            rosters = List.copyOf(rosters);
            tail = List.copyOf(tail);
        }
    }

    /** I leave for good: count me as gone. */
    record Leave(long epoch) implements PartyMessage {}

    /** The holder of this epoch made this entry, and it breaks the rules: see for yourself. */
    record Accuse(long epoch, byte[] entry) implements PartyMessage {}

    /** My log has gone another way than yours, and mine holds. */
    record Branch(List<RosterLink> rosters, Head committed) implements PartyMessage {
        /** Copies the rosters. */
        public Branch {
            rosters = List.copyOf(rosters);
        }
    }

    /** Nobody holds the role on our side: show this command as pending, or no longer. */
    record Pending(boolean begun, byte[] envelope) implements PartyMessage {}

    /** Tell {@code taker} what the state at this entry is, once your log is there: it was sent one just now. */
    record Witness(long epoch, Head at, PeerId taker) implements PartyMessage {}

    /** On my disk the state at this entry has this hash. */
    record Vouch(long epoch, Head at, Hash state) implements PartyMessage {}

    /** The holder of this epoch signed a state at this entry that is not the log's: see for yourself. */
    record Refute(long epoch, Head at, Hash state, byte[] signature) implements PartyMessage {}

    /** Every member of the roster has the log on its disk up to this entry: what lies before may be cut off. */
    record Settled(long epoch, Head at) implements PartyMessage {}

    /** Would you vote for me, by this roster? Asked before {@link Campaign}, and binds nobody. */
    record Poll(long epoch, RosterLink roster) implements PartyMessage {}

    /** I would vote for you. */
    record Favour(long epoch) implements PartyMessage {}
}
