package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** The place of a batch: the replica's n-th batch in a sector of a world. */
public record BatchKey(WorldId world, SectorId sector, long replica, long sequence) {
    private static final byte[] DOMAIN = "worldmesh/batch/1".getBytes(StandardCharsets.US_ASCII);

    /** Writes the place, as it stands in a batch after its version. */
    public void encode(ByteWriter out) {
        world.encode(out);
        sector.encode(out);
        out.i64(replica).varint(sequence);
    }

    /** Writes what the author of a batch signs, of which the place lies encoded in these bytes. */
    public static ByteWriter signedBytes(byte[] data, int offset, int length, byte[] content, ByteWriter out) {
        return out.block(DOMAIN).bytes(data, offset, length).bytes(content);
    }

    /** What the author signs: the place and the hash of the content, so that a fork is proved by two hashes. */
    public byte[] signedBytes(Hash content) {
        ByteWriter out = new ByteWriter(128);
        out.block(DOMAIN);
        encode(out);
        content.encode(out);
        return out.toBytes();
    }
}
