package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Lists of opaque blocks: a count, then length and bytes of each. */
final class Blocks {
    /** A message of the largest size holds no more blocks of a useful size. */
    static final int COUNT_MAX = 4_096;

    private Blocks() {}

    static void write(ByteWriter out, List<byte[]> blocks) {
        out.varint(blocks.size());
        blocks.forEach(out::block);
    }

    static List<byte[]> read(ByteReader in) {
        int count = in.count(COUNT_MAX);
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            blocks.add(in.block(Message.MAX_BYTES));
        }
        return blocks;
    }
}
