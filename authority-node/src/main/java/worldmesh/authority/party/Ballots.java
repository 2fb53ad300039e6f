package worldmesh.authority.party;

import java.util.List;
import java.util.SortedMap;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** Signs and checks what members vote for. */
public interface Ballots {
    /** This member's signature for a holder, elected by a roster. */
    byte[] voteGrant(Election election);

    /** True if {@code voter} gave this signature for a holder. */
    boolean isGrantVote(PeerId voter, Election election, byte[] vote);

    /** This member's signature under the roster that an entry makes. */
    byte[] voteRoster(Entry entry);

    /** The proof of this member's tenure by the votes of others. */
    byte[] grant(Election election, SortedMap<PeerId, byte[]> votes);

    /** True if this proves a tenure of {@code holder}. */
    boolean isGrant(byte[] grant, long epoch, PeerId holder);

    /**
     * True if the grant was given by the votes of a roster that was in force no more: another is known that was made
     * under an earlier epoch, and no quorum of it voted too. {@code own} is the own lineage, {@code told} what the
     * holder says of its.
     */
    boolean isOutvoted(byte[] grant, List<RosterLink> told, List<RosterLink> own);

    /** True if the votes for each of these rosters, each by the one before, are known and suffice. */
    boolean isLineage(List<RosterLink> rosters);

    /** True if no quorum is known to have voted for a roster after the last of these, or in place of an adopted one. */
    boolean isNewest(List<RosterLink> rosters);

    /** True if a side without a quorum gave itself this holder. */
    boolean isAdopted(byte[] grant);

    /** True if these votes, of members who stored it, put the roster that an entry makes in force. */
    boolean isChosen(Entry entry, SortedMap<PeerId, byte[]> votes);

    /** A roster is in force; the votes are what members signed when they stored it. */
    void rosterChosen(Entry entry, SortedMap<PeerId, byte[]> votes);

    /** True if the votes for the roster that an entry makes are known here: whoever asks can be shown them. */
    boolean isProven(Entry entry);

    /** The proofs of the rosters that some of these entries make, as far as they are known. */
    List<byte[]> rosterProofs(List<byte[]> entries);

    /** Learns proofs of rosters that came with entries; what does not prove itself is left out. */
    void learnRosters(List<byte[]> proofs);

    /** The holder's signature over a state. */
    byte[] signState(StateName state);

    /** True if {@code holder} signed this state. */
    boolean isState(PeerId holder, StateName state, byte[] signature);

    /** What is voted for: a holder, its epoch, and the roster that elects. */
    record Election(long epoch, PeerId holder, RosterLink roster, boolean adopted) {}

    /** What is signed of a state: who made it when, and its hash. */
    record StateName(long epoch, Head at, Hash hash) {}
}
