package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;

/**
 * Motion of the sender's own entities.
 *
 * @param worldMillis world time of the poses
 * @param poses the poses
 */
public record Poses(long worldMillis, List<Pose> poses) implements Message {
    /** Poses in one message: as many as fit a datagram, with room. */
    public static final int POSES_MAX = 128;

    /** The largest pose: a position, a rotation and what goes with them. */
    public static final int VALUE_BYTES_MAX = 256;

    @Override
    public MessageKind kind() {
        return MessageKind.POSES;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(worldMillis).varint(poses.size());
        for (Pose pose : poses) {
            pose.entity.encode(out);
            out.i32(pose.component).block(pose.value);
        }
    }

    static Poses read(ByteReader in) {
        long worldMillis = in.i64();
        int count = in.count(POSES_MAX);
        List<Pose> poses = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            poses.add(new Pose(EntityId.decode(in), in.i32(), in.block(VALUE_BYTES_MAX)));
        }
        return new Poses(worldMillis, poses);
    }

    /** One pose: the component's own encoding, quantised by it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Pose(EntityId entity, int component, byte[] value) {
        /** The pose as the schema reads it, null if it is no motion of it or beyond what was declared. */
        public @Nullable Record open(Schema schema) {
            ComponentType<?> type = schema.component(component);
            return type == null || !type.motion() ? null : type.codec().decode(value);
        }
    }
}
