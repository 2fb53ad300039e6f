package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** The place of a batch: the replica's n-th batch in a sector of a world. */
public record BatchKey(WorldId world, SectorId sector, long replica, long sequence) {
    private static final byte[] DOMAIN = "worldmesh/batch/1".getBytes(StandardCharsets.US_ASCII);

    /** What the author signs: the place and the hash of the content, so that a fork is proved by two hashes. */
    public byte[] signedBytes(Hash content) {
        ByteWriter out = new ByteWriter(128);
        out.block(DOMAIN);
        world.encode(out);
        sector.encode(out);
        return out.i64(replica).varint(sequence).bytes(content.bytes()).toBytes();
    }
}
