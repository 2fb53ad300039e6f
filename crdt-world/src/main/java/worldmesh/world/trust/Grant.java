package worldmesh.world.trust;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.sector.SectorId;

/** Gives a peer the authority over a sector, or over all, for one epoch; the trust root or a party's vote says so. */
public record Grant(
        WorldId world,
        long epoch,
        PublicKey holderKey,
        @Nullable SectorId sector,
        Warrant warrant) implements Proof {
    /** Signs a grant; only the trust root's signer makes a valid one. A null sector means the whole world. */
    public static Grant sign(WorldId world, long epoch, PublicKey holderKey, @Nullable SectorId sector, Signer root) {
        byte[] body = rootedBody(world, epoch, holderKey, sector);
        return new Grant(world, epoch, holderKey, sector, new Warrant.Rooted(new Signature(root.sign(body))));
    }

    /** The grant of the whole world that members of the roster may vote for, without votes: they sign its body. */
    public static Grant candidate(Roster roster, long epoch, PublicKey holderKey, boolean adopted) {
        Warrant warrant = new Warrant.Voted(roster.id(), adopted, List.of());
        return new Grant(roster.world(), epoch, holderKey, null, warrant);
    }

    /** The same voted grant with these votes; an {@link IllegalStateException} if the root gave it. */
    public Grant with(List<Vote> votes) {
        if (!(warrant instanceof Warrant.Voted voted)) {
            throw new IllegalStateException("the grant of epoch " + epoch + " is signed by the root, nobody votes");
        }
        return new Grant(world, epoch, holderKey, sector, new Warrant.Voted(voted.roster(), voted.adopted(), votes));
    }

    /** The peer that holds the authority. */
    public PeerId holder() {
        return holderKey.peer();
    }

    /** True if the grant reaches the sector. */
    public boolean covers(SectorId other) {
        return sector == null || sector.contains(other);
    }

    /** The roster that voted, null if the root gave the grant. */
    public @Nullable ProofId roster() {
        return warrant instanceof Warrant.Voted voted ? voted.roster() : null;
    }

    /** True if a side without a quorum gave it to itself. */
    public boolean adopted() {
        return warrant instanceof Warrant.Voted voted && voted.adopted();
    }

    /** True if the trust root signed; a voted grant needs its roster. */
    public boolean verify(SignatureVerifier verifier, PublicKey root) {
        return epoch > 0
                && warrant instanceof Warrant.Rooted rooted
                && verifier.verify(root, body(), rooted.signature().bytes());
    }

    /** True if the holder and all voters are members of the roster, which is the one named, and their votes suffice. */
    public boolean verify(SignatureVerifier verifier, Roster by) {
        if (!(warrant instanceof Warrant.Voted voted) || epoch <= 0 || sector != null) {
            return false;
        }
        Set<PublicKey> voters = Vote.voters(voted.votes(), by);
        boolean placed = by.id().equals(voted.roster())
                && world.equals(by.world())
                && by.members().contains(holderKey);
        return placed
                && voters != null
                && (voted.adopted() ? voters.contains(holderKey) : Rosters.isQuorumOf(by, voters))
                && Vote.allSigned(voted.votes(), body(), verifier);
    }

    @Override
    public Kind kind() {
        return warrant instanceof Warrant.Voted ? Kind.VOTED_GRANT : Kind.GRANT;
    }

    @Override
    public byte[] body() {
        if (!(warrant instanceof Warrant.Voted voted)) {
            return rootedBody(world, epoch, holderKey, sector);
        }
        ByteWriter out = ProofCodec.begin(Kind.VOTED_GRANT, world).varint(epoch).bytes(holderKey.bytes());
        voted.roster().encode(out);
        return out.u8(voted.adopted() ? 1 : 0).toBytes();
    }

    private static byte[] rootedBody(WorldId world, long epoch, PublicKey holder, @Nullable SectorId sector) {
        ByteWriter out = ProofCodec.begin(Kind.GRANT, world).varint(epoch).bytes(holder.bytes());
        WireIds.optionalSector(sector, out);
        return out.toBytes();
    }

    @Override
    public byte[] seal() {
        if (warrant instanceof Warrant.Rooted rooted) {
            return rooted.signature().bytes();
        }
        return Vote.encode(((Warrant.Voted) warrant).votes());
    }
}
