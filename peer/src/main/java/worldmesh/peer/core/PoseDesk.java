package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.pose.OwnPoses;
import worldmesh.peer.pose.PeerPoses;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.wire.Poses;
import worldmesh.world.component.ComponentType;
import worldmesh.world.replica.Replica;

/** Streams own motion at 20 Hz and takes that of others, from the owner of the entity only. */
final class PoseDesk {
    /** Bytes of poses in one message: with headers it fits a datagram. */
    static final int MESSAGE_BYTES = 1_000;

    /** Streams of the lane that poses use, so that chunks of one beat do not displace each other. */
    private static final int STREAMS = 64;

    private final SessionScope scope;

    PoseDesk(SessionScope scope) {
        this.scope = scope;
    }

    void stream() {
        List<OwnPoses.Pose> due = scope.world.views().ownPoses().stream(scope.nowNanos);
        List<Poses.Pose> chunk = new ArrayList<>();
        int bytes = 0;
        int stream = 0;
        for (OwnPoses.Pose pose : due) {
            byte[] value = encode(pose);
            int size = value.length + 26;
            if (value.length > Poses.VALUE_BYTES_MAX) {
                continue; // too large to stream; it settles all the same
            }
            if (bytes + size > MESSAGE_BYTES || chunk.size() == Poses.POSES_MAX) {
                send(chunk, stream++);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(new Poses.Pose(pose.key().entity(), pose.key().component(), value));
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            send(chunk, stream);
        }
    }

    private void send(List<Poses.Pose> poses, int stream) {
        Poses message = new Poses(scope.worldMillis(), poses);
        for (PeerLink link : scope.links.admitted()) {
            boolean sent = link.trySend(Lane.STATE, stream % STREAMS, message);
            scope.counters.posesSent += sent ? poses.size() : 0;
        }
    }

    private byte[] encode(OwnPoses.Pose pose) {
        return encode(scope.world.schema().typeOf(pose.value()), pose.value());
    }

    private static <T extends Record> byte[] encode(ComponentType<T> type, Record value) {
        return type.codec().encode(type.type().cast(value));
    }

    void onPoses(PeerLink link, Poses message) {
        Replica replica = scope.world.replica();
        PeerPoses poses = scope.world.views().peerPoses();
        for (Poses.Pose pose : message.poses()) {
            ComponentType<?> type = scope.world.schema().component(pose.component());
            boolean owned = type != null && type.motion() && Objects.equals(link.peer(), replica.owner(pose.entity()));
            Record value = owned && type != null ? type.codec().decode(pose.value()) : null;
            if (type == null || value == null) {
                scope.counters.refusedPoses++;
                continue;
            }
            PoseKey key = new PoseKey(pose.entity(), pose.component());
            Record cell = replica.get(pose.entity(), type.type());
            if (cell != null) {
                poses.onFirst(link.peer(), key, cell);
            }
            poses.onPose(link.peer(), key, message.worldMillis(), value);
        }
    }
}
