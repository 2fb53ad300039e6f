package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.StateBlocks;
import worldmesh.world.sync.SnapshotRoot;

/**
 * A part of a sector's state that was asked for.
 *
 * @param number which of the parts
 * @param data the part; empty if the sender has not that one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Block(SectorId sector, int number, byte[] data) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.BLOCK;
    }

    @Override
    public void write(ByteWriter out) {
        sector.encode(out);
        out.varint(number).block(data);
    }

    static Block read(ByteReader in) {
        SectorId sector = SectorId.decode(in);
        int number = in.count(SnapshotRoot.FRONTS_MAX + (1 << StateBlocks.BITS_MAX));
        return new Block(sector, number, in.block(TARGET_BYTES));
    }
}
