package worldmesh.world.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/** What the authority signs once per tick: the Merkle root over the tick's commands and effects, and its place. */
public record TickHeader(WorldId world, long epoch, long tick, long worldMillis, int count, Hash root) {
    private static final byte[] DOMAIN = "worldmesh/tick/1".getBytes(StandardCharsets.US_ASCII);

    /** The bytes that are signed. */
    public byte[] signedBytes() {
        ByteWriter out = new ByteWriter(128);
        encode(out);
        return out.toBytes();
    }

    /** Writes the header; the signature is not part of it. */
    public void encode(ByteWriter out) {
        out.block(DOMAIN);
        world.encode(out);
        out.varint(epoch).varint(tick).i64(worldMillis).varint(count).bytes(root.bytes());
    }

    /** Reads what {@link #encode} wrote. */
    public static TickHeader decode(ByteReader in) {
        if (!Arrays.equals(in.block(DOMAIN.length), DOMAIN)) {
            in.fail();
        }
        WorldId world = WireIds.world(in);
        long epoch = in.varint();
        long tick = in.varint();
        long worldMillis = in.i64();
        int count = in.count(Integer.MAX_VALUE);
        return new TickHeader(world, epoch, tick, worldMillis, count, WireIds.hash(in));
    }
}
