package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.pose.OwnPoses;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.wire.Poses;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.component.ReplicationPlan;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * Streams own motion to those it is for, at the rate and on the lane of its component, and takes that of others, from
 * its owner only.
 */
final class PoseDesk {
    /** Bytes of poses in one message: with headers it fits a datagram. */
    static final int MESSAGE_BYTES = 1_000;

    /** The stream of poses on RELIABLE. */
    static final int RELIABLE_STREAM = 2;

    /** What a pose takes beside its value, at most. */
    private static final int POSE_BYTES = 26;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private final StateStreams states;
    private final AttentionDesk attention;

    PoseDesk(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
        this.states = new StateStreams(scope, this::takes);
        this.attention = new AttentionDesk(scope, proofs);
    }

    /** What travels as differences. */
    StateStreams states() {
        return states;
    }

    /** How often motion is told. */
    AttentionDesk attention() {
        return attention;
    }

    /** A pose to be sent. */
    record Outgoing(OwnPoses.Pose own, Poses.Pose pose) {
        ReplicationPlan plan() {
            return own.plan();
        }

        boolean on(ReplicationConfig.Lane lane) {
            return plan().lane() == lane;
        }
    }

    void stream() {
        attention.onTime();
        states.onTime();
        states.acknowledge();
        List<Outgoing> due = new ArrayList<>();
        for (OwnPoses.Pose pose : scope.world.views().ownPoses().stream(scope.nowNanos)) {
            byte[] value = encode(pose);
            // What is too large to stream settles all the same.
            if (value.length <= Poses.VALUE_BYTES_MAX) {
                PoseKey key = pose.key();
                due.add(new Outgoing(pose, new Poses.Pose(key.entity(), key.component(), value)));
            }
        }
        boolean limited = due.stream().anyMatch(pose -> pose.plan().interest() != ReplicationConfig.EVERYWHERE);
        Avatars.Places places =
                limited ? scope.world.views().avatars().places(scope.world.replica()) : Avatars.Places.NOT_ASKED;
        for (PeerLink link : scope.links.admitted()) {
            for (Outgoing pose : due) {
                if (hears(link, pose, places)) {
                    link.motion().add(pose.own().key(), pose);
                }
            }
            List<Outgoing> heard = link.motion().waits() && lineTakes(link)
                    ? link.motion().take(attention.motionHertz(link), scope.nowNanos)
                    : List.of();
            if (heard.isEmpty()) {
                continue;
            }
            link.updates().onSent(scope.nowNanos);
            states.send(
                    link,
                    heard.stream().map(Outgoing::own).filter(states::carries).toList());
            for (ReplicationConfig.Lane lane : ReplicationConfig.Lane.values()) {
                send(
                        link,
                        lane,
                        heard.stream()
                                .filter(pose -> pose.on(lane) && !states.carries(pose.own()))
                                .toList());
            }
        }
    }

    /** False while what waits in front of the line to a peer is to become shorter first. */
    private boolean lineTakes(PeerLink link) {
        PeerId peer = link.peer();
        int probe = link.updates().look(scope.links.mesh().stats(peer).quality(), scope.nowNanos);
        if (probe > 0) {
            scope.links.mesh().probe(peer, probe);
        }
        return !link.updates().holds(scope.nowNanos);
    }

    private boolean hears(PeerLink link, Outgoing pose, Avatars.Places places) {
        int interest = pose.plan().interest();
        if (!isFor(link.peer(), pose.plan())) {
            return false;
        }
        SectorId sector = scope.world.sectorOf(pose.pose().entity());
        return (sector == null || link.sync().interest().covers(sector))
                && (interest == ReplicationConfig.EVERYWHERE || places.isNear(link.peer(), sector, interest));
    }

    private boolean isFor(PeerId peer, ReplicationPlan plan) {
        return switch (plan.who()) {
            case EVERYONE -> true;
            case AUTHORITY -> proofs.isHolder(peer);
            case OWNER -> false;
        };
    }

    private void send(PeerLink link, ReplicationConfig.Lane lane, List<Outgoing> poses) {
        List<Poses.Pose> chunk = new ArrayList<>();
        int bytes = 0;
        int stream = 0;
        for (Outgoing outgoing : poses) {
            int size = outgoing.pose().value().length + POSE_BYTES;
            if (bytes + size > MESSAGE_BYTES || chunk.size() == Poses.POSES_MAX) {
                send(link, lane, stream++, chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(outgoing.pose());
            bytes += size;
        }
        if (!chunk.isEmpty()) {
            send(link, lane, stream, chunk);
        }
    }

    private void send(PeerLink link, ReplicationConfig.Lane lane, int stream, List<Poses.Pose> poses) {
        Poses message = new Poses(scope.worldMillis(), poses);
        boolean sent = switch (lane) {
            case STATE -> link.trySend(Lane.STATE, StateUse.POSES.stream(stream), message);
            case RELIABLE -> link.trySend(Lane.RELIABLE, RELIABLE_STREAM, message);
        };
        scope.counters.posesSent += sent ? poses.size() : 0;
    }

    private byte[] encode(OwnPoses.Pose pose) {
        return encode(scope.world.schema().typeOf(pose.value()), pose.value());
    }

    private static <T extends Record> byte[] encode(ComponentType<T> type, Record value) {
        return type.codec().encode(type.type().cast(value));
    }

    void onPoses(PeerLink link, Poses message) {
        for (Poses.Pose pose : message.poses()) {
            ComponentType<?> type = scope.world.schema().component(pose.component());
            boolean right = type != null && takes(link, type, pose.entity());
            Record value = right ? pose.open(scope.world.schema()) : null;
            if (type == null || value == null) {
                scope.counters.refusedPoses++;
            } else {
                scope.world.views().onPose(link.peer(), type, pose.entity(), message.worldMillis(), value);
            }
        }
    }

    /** True if motion of this cell is the peer's to tell, and is for this peer. */
    private boolean takes(PeerLink link, ComponentType<?> type, EntityId entity) {
        return type.motion()
                && isFor(scope.world.self(), type.replication())
                && Objects.equals(link.peer(), scope.world.replica().writer(entity, type));
    }
}
