package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sync.HistoryMarks;

/**
 * Which batches the sender retains of a sector, to somebody who knows the same of it and made something else of it.
 *
 * @param history the newest of them
 */
public record Marks(HistoryMarks history) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.MARKS;
    }

    @Override
    public void write(ByteWriter out) {
        history.encode(out);
    }

    static Marks read(ByteReader in) {
        return new Marks(HistoryMarks.decode(in));
    }
}
