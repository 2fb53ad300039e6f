package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/**
 * A piece of a snapshot of one sector, for a peer whose vector is older than the history kept.
 *
 * @param sector the sector
 * @param transfer tells one snapshot's pieces from another's
 * @param index which piece, from 0
 * @param count how many there are
 * @param data the piece
 */
@SuppressWarnings("ArrayRecordComponent")
public record SnapshotPart(SectorId sector, long transfer, int index, int count, byte[] data) implements Message {
    /** Pieces of one snapshot: 33 MiB, more than the largest snapshot. */
    public static final int PARTS_MAX = 700;

    @Override
    public MessageKind kind() {
        return MessageKind.SNAPSHOT_PART;
    }

    @Override
    public void write(ByteWriter out) {
        sector.encode(out);
        out.i64(transfer).varint(index).varint(count).block(data);
    }

    static SnapshotPart read(ByteReader in) {
        SectorId sector = SectorId.decode(in);
        long transfer = in.i64();
        int index = in.count(PARTS_MAX - 1);
        int count = in.count(PARTS_MAX);
        byte[] data = in.block(TARGET_BYTES);
        if (index >= count) {
            in.fail();
        }
        return new SnapshotPart(sector, transfer, index, count, data);
    }
}
