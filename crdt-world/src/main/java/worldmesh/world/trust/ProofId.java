package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/** Names a proof by its content: the first sixteen bytes of the SHA-256 of its signed body. */
public record ProofId(long high, long low) implements Comparable<ProofId> {
    /** The id of the proof with this signed body. */
    public static ProofId of(byte[] body) {
        Hash hash = Hash.of(body);
        return new ProofId(hash.longAt(0), hash.longAt(8));
    }

    /** Writes the sixteen bytes. */
    public void encode(ByteWriter out) {
        out.i64(high).i64(low);
    }

    /** Reads what {@link #encode} wrote. */
    public static ProofId decode(ByteReader in) {
        long high = in.i64();
        return new ProofId(high, in.i64());
    }

    @Override
    public int compareTo(ProofId other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
