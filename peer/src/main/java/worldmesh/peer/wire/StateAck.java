package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;

/**
 * Which updates of a component came.
 *
 * @param newest the highest number that came
 * @param before of the 64 numbers before it, bit 0 for the one just before, those that came
 * @param lost cells that could not be read for want of their baseline: they are to be sent whole
 */
public record StateAck(int component, long newest, long before, List<EntityId> lost) implements Message {
    /** Cells named at once. */
    public static final int LOST_MAX = 128;

    /** Copies the list. */
    public StateAck {
        lost = List.copyOf(lost);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.STATE_ACK;
    }

    @Override
    public void write(ByteWriter out) {
        out.i32(component).varint(newest).i64(before).varint(lost.size());
        lost.forEach(entity -> entity.encode(out));
    }

    static StateAck read(ByteReader in) {
        int component = in.i32();
        long newest = in.varint();
        long before = in.i64();
        int count = in.count(LOST_MAX);
        List<EntityId> lost = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            lost.add(EntityId.decode(in));
        }
        return new StateAck(component, newest, before, lost);
    }
}
