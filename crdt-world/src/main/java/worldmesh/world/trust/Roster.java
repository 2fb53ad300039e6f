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
public final class Roster implements Proof {
    /** The most members: the hard cap of a party. */
    public static final int MAX_MEMBERS = 64;

    private final Terms terms;
    private final List<Vote> votes;

    /** Kept, since every judgement of a lineage asks each of its rosters. */
    private final ProofId id;

    /** What members sign. */
    private record Terms(
            WorldId world,
            long number,
            List<PublicKey> members,
            @Nullable ProofId previous,
            boolean adopted) {
        Terms {
            members = List.copyOf(members);
            if (!isWellFormed(number, members, previous)) {
                throw new IllegalArgumentException("roster " + number + " has " + members.size()
                        + " members, must be 1.." + MAX_MEMBERS
                        + ", all different, and follow another unless it is 0");
            }
        }

        private byte[] body() {
            ByteWriter out = ProofCodec.begin(Kind.ROSTER, world).varint(number).varint(members.size());
            members.forEach(member -> out.bytes(member.bytes()));
            WireIds.optionalProof(previous, out);
            return out.u8(adopted ? 1 : 0).toBytes();
        }
    }

    private Roster(Terms terms, ProofId id, List<Vote> votes) {
        this.terms = terms;
        this.id = id;
        this.votes = List.copyOf(votes);
    }

    /** Copies the lists; refuses no members, too many or one twice, and a start or a successor that is none. */
    public static Roster of(
            WorldId world, long number, List<PublicKey> members, @Nullable ProofId previous, boolean adopted) {
        Terms terms = new Terms(world, number, members, previous, adopted);
        return new Roster(terms, ProofId.of(terms.body()), List.of());
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
        return of(manifest.worldId(), 0, List.of(manifest.trustRoot()), null, false);
    }

    /** The proposal of the roster after this one, without votes: its body is what members sign. */
    public Roster next(List<PublicKey> successors, boolean adoption) {
        return of(terms.world, Math.addExact(terms.number, 1), successors, id, adoption);
    }

    /** The same roster with these votes. */
    public Roster with(List<Vote> cast) {
        return new Roster(terms, id, cast);
    }

    @Override
    public WorldId world() {
        return terms.world;
    }

    /** How many came before it. */
    public long number() {
        return terms.number;
    }

    /** Who votes, in the order of seniority. */
    public List<PublicKey> members() {
        return terms.members;
    }

    /** The roster before, null for the founder's. */
    public @Nullable ProofId previous() {
        return terms.previous;
    }

    /** True if a side without a quorum of the roster before formed it. */
    public boolean adopted() {
        return terms.adopted;
    }

    /** The votes of members of the roster before. */
    public List<Vote> votes() {
        return votes;
    }

    /** The members as peers, in the order of seniority. */
    public List<PeerId> peers() {
        return terms.members.stream().map(PublicKey::peer).toList();
    }

    /** True if this roster follows that one and its votes suffice. Roster 0 follows none: the manifest implies it. */
    public boolean verify(SignatureVerifier verifier, Roster before) {
        Set<PublicKey> voters = Vote.voters(votes, before);
        return voters != null
                && terms.world.equals(before.terms.world)
                && terms.number == before.terms.number + 1
                && before.id.equals(terms.previous)
                && (terms.adopted ? adoptedBy(voters, before) : Rosters.isQuorumOf(before, voters))
                && Vote.allSigned(votes, body(), verifier);
    }

    /** Exactly those who stay, so that the weight of a branch follows from what was signed. */
    private boolean adoptedBy(Set<PublicKey> voters, Roster before) {
        return !voters.isEmpty() && voters.equals(new HashSet<>(stayingFrom(before)));
    }

    /** Which members of the roster before are in this one, in their old order. */
    List<PublicKey> stayingFrom(Roster before) {
        return before.terms.members.stream().filter(terms.members::contains).toList();
    }

    @Override
    public Kind kind() {
        return Kind.ROSTER;
    }

    @Override
    public byte[] body() {
        return terms.body();
    }

    @Override
    public ProofId id() {
        return id;
    }

    @Override
    public byte[] seal() {
        return Vote.encode(votes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Roster roster && terms.equals(roster.terms) && votes.equals(roster.votes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Roster[" + terms + ", " + votes.size() + " votes]";
    }
}
