package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.StateBlocks;
import worldmesh.world.sync.SnapshotRoot;
import worldmesh.world.trust.WireIds;

/**
 * Asks for parts of a sector's state. Each is answered by one {@link Block}.
 *
 * @param fronts how many parts come before the blocks
 * @param bits there are two to the power of this many blocks
 * @param parts which
 */
public record BlockAsk(SectorId sector, int fronts, int bits, List<Part> parts) implements Message {
    /** So many may be asked for at once. */
    public static final int PARTS_MAX = 64;

    /** A part by its number and hash. */
    public record Part(int number, Hash hash) {}

    /** Copies the list. */
    public BlockAsk {
        parts = List.copyOf(parts);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.BLOCK_ASK;
    }

    @Override
    public void write(ByteWriter out) {
        sector.encode(out);
        out.varint(fronts).u8(bits).varint(parts.size());
        parts.forEach(part -> out.varint(part.number).bytes(part.hash.bytes()));
    }

    static BlockAsk read(ByteReader in) {
        SectorId sector = SectorId.decode(in);
        int fronts = in.count(SnapshotRoot.FRONTS_MAX);
        int bits = in.u8();
        int count = in.count(PARTS_MAX);
        if (bits > StateBlocks.BITS_MAX) {
            in.fail();
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            int number = in.count(fronts + (1 << bits) - 1);
            parts.add(new Part(number, WireIds.hash(in)));
        }
        return new BlockAsk(sector, fronts, bits, parts);
    }
}
