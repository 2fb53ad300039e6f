package worldmesh.world.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/**
 * The members of a party who vote, in the order of seniority, agreed by a quorum of the roster before. An adopted one
 * was made by a side without a quorum: all of its members that were in the roster before voted, and nobody else.
 * Roster 0 holds the founder alone; the manifest implies it.
 */
public record Roster(
        WorldId world,
        long number,
        List<PublicKey> members,
        @Nullable ProofId previous,
        boolean adopted,
        List<Vote> votes)
        implements Proof {
    /** The most members: the hard cap of a party. */
    public static final int MAX_MEMBERS = 64;

    /** Copies the lists; refuses no members, too many or one twice, and a start or a successor that is none. */
    public Roster {
        members = List.copyOf(members);
        votes = List.copyOf(votes);
        if (!isWellFormed(number, members, previous)) {
            throw new IllegalArgumentException("roster " + number + " has " + members.size() + " members, must be 1.."
                    + MAX_MEMBERS + ", all different, and follow another unless it is 0");
        }
    }

    static boolean isWellFormed(long number, List<PublicKey> members, @Nullable ProofId previous) {
        int count = members.size();
        return count > 0
                && count <= MAX_MEMBERS
                && new HashSet<>(members).size() == count
                && number >= 0
                && (number == 0) == (previous == null);
    }

    /** The roster a world begins with. */
    public static Roster founding(WorldManifest manifest) {
        return new Roster(manifest.worldId(), 0, List.of(manifest.trustRoot()), null, false, List.of());
    }

    /** The proposal of the roster after this one, without votes: its body is what members sign. */
    public Roster next(List<PublicKey> successors, boolean adoption) {
        return new Roster(world, Math.addExact(number, 1), successors, id(), adoption, List.of());
    }

    /** The same roster with these votes. */
    public Roster with(List<Vote> cast) {
        return new Roster(world, number, members, previous, adopted, cast);
    }

    /** The members as peers, in the order of seniority. */
    public List<PeerId> peers() {
        return members.stream().map(PublicKey::peer).toList();
    }

    /** True if this roster follows that one and its votes suffice. Roster 0 follows none: the manifest implies it. */
    public boolean verify(SignatureVerifier verifier, Roster before) {
        Set<PublicKey> voters = Vote.voters(votes, before);
        return voters != null
                && world.equals(before.world)
                && number == before.number + 1
                && before.id().equals(previous)
                && (adopted ? adoptedBy(voters, before) : Rosters.isQuorumOf(before, voters))
                && Vote.allSigned(votes, body(), verifier);
    }

    /** Exactly those who stay, so that the weight of a branch follows from what was signed. */
    private boolean adoptedBy(Set<PublicKey> voters, Roster before) {
        return !voters.isEmpty() && voters.equals(new HashSet<>(stayingFrom(before)));
    }

    /** Which members of the roster before are in this one, in their old order. */
    List<PublicKey> stayingFrom(Roster before) {
        return before.members.stream().filter(members::contains).toList();
    }

    @Override
    public Kind kind() {
        return Kind.ROSTER;
    }

    @Override
    public byte[] body() {
        ByteWriter out = ProofCodec.begin(Kind.ROSTER, world).varint(number).varint(members.size());
        members.forEach(member -> out.bytes(member.bytes()));
        WireIds.optionalProof(previous, out);
        return out.u8(adopted ? 1 : 0).toBytes();
    }

    @Override
    public byte[] seal() {
        return Vote.encode(votes);
    }
}
