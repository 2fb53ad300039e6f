package worldmesh.authority.party.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/** Names an entry of the log and all before it: the epoch it was made in, its tick and the hash of its bytes. */
public record Head(long epoch, long tick, Hash hash) {
    /** Before the first entry. */
    public static final Head NONE = new Head(0, 0, Hash.ofBytes(new byte[Hash.BYTES]));

    /** Writes the three fields. */
    public void encode(ByteWriter out) {
        out.varint(epoch).varint(tick).bytes(hash.bytes());
    }

    /** Reads what {@link #encode} wrote. */
    public static Head decode(ByteReader in) {
        return new Head(in.varint(), in.varint(), WireIds.hash(in));
    }
}
