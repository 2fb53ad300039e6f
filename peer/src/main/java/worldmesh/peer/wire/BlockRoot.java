package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Names the parts of a sector's state by their hashes, in place of a snapshot: the peer fetches them from whom it
 * likes.
 *
 * @param root an encoded snapshot root
 */
@SuppressWarnings("ArrayRecordComponent")
public record BlockRoot(byte[] root) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.BLOCK_ROOT;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(root);
    }

    static BlockRoot read(ByteReader in) {
        return new BlockRoot(in.block(TARGET_BYTES));
    }
}
