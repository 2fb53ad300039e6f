package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/**
 * The authority's answer to a command.
 *
 * @param verdict encoded
 * @param receipt encoded, or none
 * @param after the last batches the authority had published: the prediction stands until they are merged
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(byte[] verdict, byte[] receipt, List<Published> after) implements Message {
    /** Sectors one answer may name. */
    public static final int AFTER_MAX = 64;

    /** The largest verdict or receipt. */
    static final int ANSWER_BYTES_MAX = 16 << 10;

    @Override
    public MessageKind kind() {
        return MessageKind.ANSWER;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(verdict).block(receipt).varint(after.size());
        for (Published published : after) {
            published.sector.encode(out);
            out.i64(published.replica).varint(published.sequence);
        }
    }

    static Answer read(ByteReader in) {
        byte[] verdict = in.block(ANSWER_BYTES_MAX);
        byte[] receipt = in.block(ANSWER_BYTES_MAX);
        int count = in.count(AFTER_MAX);
        List<Published> after = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            after.add(new Published(SectorId.decode(in), in.i64(), in.varint()));
        }
        return new Answer(verdict, receipt, after);
    }

    /** The last batch of a replica in a sector. */
    public record Published(SectorId sector, long replica, long sequence) {}
}
