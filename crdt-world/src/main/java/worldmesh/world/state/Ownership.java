package worldmesh.world.state;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.WireIds;

/** The claim by which an entity is owned; of concurrent ones the highest generation, then the latest, wins. */
public record Ownership(long generation, long clock, ProofId claim, PeerId owner) implements Comparable<Ownership> {
    static Ownership of(Claim claim) {
        return new Ownership(claim.generation(), claim.clock(), claim.id(), claim.owner());
    }

    @Override
    public int compareTo(Ownership other) {
        int order = Long.compareUnsigned(generation, other.generation);
        if (order == 0) {
            order = Long.compareUnsigned(clock, other.clock);
        }
        return order == 0 ? claim.compareTo(other.claim) : order;
    }

    void encode(ByteWriter out) {
        out.varint(generation).i64(clock);
        claim.encode(out);
        out.bytes(owner.bytes());
    }

    static Ownership decode(ByteReader in) {
        long generation = in.varint();
        long clock = in.i64();
        ProofId claim = ProofId.decode(in);
        return new Ownership(generation, clock, claim, WireIds.peer(in));
    }
}
