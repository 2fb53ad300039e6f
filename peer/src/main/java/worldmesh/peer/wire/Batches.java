package worldmesh.peer.wire;

import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Signed batches, own or passed on.
 *
 * @param batches encoded, in an order in which they can be merged
 */
public record Batches(List<byte[]> batches) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.BATCHES;
    }

    @Override
    public void write(ByteWriter out) {
        Blocks.write(out, batches);
    }

    static Batches read(ByteReader in) {
        return new Batches(Blocks.read(in));
    }
}
