package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.pose.OwnPoses;
import worldmesh.peer.stream.DeltaStream;
import worldmesh.peer.stream.HeardStates;
import worldmesh.peer.stream.SentStates;
import worldmesh.peer.stream.StateCell;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.StateAck;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.ReplicationConfig;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Streams motion as differences from what each link's peer said it has, and takes that of others. */
final class StateStreams {
    /** Cells tried in one message first; what gets too large is halved. */
    private static final int CELLS_MAX = 128;

    private final SessionScope scope;
    private final Taker taker;
    private final Map<PeerId, Ends> ends = new TreeMap<>();
    private final Absences<Ends> absences = new Absences<>();

    StateStreams(SessionScope scope, Taker taker) {
        this.scope = scope;
        this.taker = taker;
    }

    /** Says whose motion counts. */
    interface Taker {
        boolean takes(PeerLink link, ComponentType<?> type, EntityId entity);
    }

    /** What both sides of one link know of each other, by component. */
    private static final class Ends {
        final Map<Integer, SentStates<?, ?>> sent = new TreeMap<>();
        final Map<Integer, HeardStates<?, ?>> heard = new TreeMap<>();
        int beatStream;

        void resume() {
            sent.values().forEach(SentStates::resume);
            heard.values().forEach(HeardStates::resume);
        }
    }

    /** True for motion that travels as differences: its component has a codec and streams on STATE. */
    boolean carries(OwnPoses.Pose pose) {
        return pose.plan().lane() == ReplicationConfig.Lane.STATE
                && scope.world.deltas().of(pose.value().getClass()) != null;
    }

    /** Sends what a peer does not have of these poses: an update for each component and sector. */
    void send(PeerLink link, List<OwnPoses.Pose> poses) {
        Map<Class<? extends Record>, Map<SectorId, List<OwnPoses.Pose>>> groups = new LinkedHashMap<>();
        for (OwnPoses.Pose pose : poses) {
            SectorId sector = scope.world.sectorOf(pose.key().entity());
            if (sector != null) {
                groups.computeIfAbsent(pose.value().getClass(), type -> new TreeMap<>())
                        .computeIfAbsent(sector, place -> new ArrayList<>())
                        .add(pose);
            }
        }
        Ends end = ends(link);
        end.beatStream = 0;
        groups.forEach((type, sectors) -> {
            DeltaStream<?, ?> stream = scope.world.deltas().of(type);
            if (stream != null) {
                sectors.forEach(
                        (sector, group) -> send(new Outgoing<>(link, end, stream, component(type)), sector, group));
            }
        });
    }

    private int component(Class<? extends Record> type) {
        return scope.world.schema().type(type).id();
    }

    /** Where an update goes. */
    private record Outgoing<T extends Record, D>(PeerLink link, Ends end, DeltaStream<T, D> stream, int component) {
        @SuppressWarnings("unchecked") // the map holds for each component what its own stream made
        SentStates<T, D> sent() {
            return (SentStates<T, D>) end.sent.computeIfAbsent(component, id -> stream.sent());
        }
    }

    private <T extends Record, D> void send(Outgoing<T, D> to, SectorId sector, List<OwnPoses.Pose> poses) {
        List<StateCell<T>> cells = new ArrayList<>(poses.size());
        poses.forEach(pose -> cells.add(to.stream.cell(pose.key().entity(), pose.value())));
        List<StateCell<T>> news = to.sent().news(cells);
        for (int from = 0; from < news.size(); from += CELLS_MAX) {
            sendChunk(to, sector, news.subList(from, Math.min(news.size(), from + CELLS_MAX)));
        }
    }

    private <T extends Record, D> void sendChunk(Outgoing<T, D> to, SectorId sector, List<StateCell<T>> cells) {
        SentStates<T, D> sent = to.sent();
        byte[] bits = sent.encode(cells);
        if (bits.length > PoseDesk.MESSAGE_BYTES && cells.size() > 1) {
            int half = cells.size() / 2;
            sendChunk(to, sector, cells.subList(0, half));
            sendChunk(to, sector, cells.subList(half, cells.size()));
            return;
        }
        if (bits.length > StateUpdate.BITS_BYTES_MAX) {
            return; // what is too large to stream settles all the same
        }
        StateUpdate update = new StateUpdate(to.component, sent.nextNumber(), (int) scope.worldMillis(), sector, bits);
        int stream = StateUse.UPDATES.stream(to.end.beatStream++);
        if (to.link.trySend(Lane.STATE, stream, update)) {
            scope.counters.statesSent += cells.size();
            scope.counters.stateBytesSent += update.encode().length;
        }
        sent.sent(cells);
    }

    /** Takes a peer's update. */
    void onUpdate(PeerLink link, StateUpdate update) {
        ComponentType<?> type = scope.world.schema().component(update.component());
        DeltaStream<?, ?> stream = type == null ? null : scope.world.deltas().of(type.type());
        if (type == null || stream == null || !type.motion()) {
            scope.counters.refusedPoses++;
        } else {
            onUpdate(link, type, stream, update);
        }
    }

    private <T extends Record, D> void onUpdate(
            PeerLink link, ComponentType<?> type, DeltaStream<T, D> stream, StateUpdate update) {
        @SuppressWarnings("unchecked") // the map holds for each component what its own stream made
        HeardStates<T, D> states =
                (HeardStates<T, D>) ends(link).heard.computeIfAbsent(type.id(), id -> stream.heard());
        HeardStates.@Nullable Heard<T, D> heard =
                states.onUpdate(update.number(), update.bits(), entity -> taker.takes(link, type, entity));
        if (heard == null) {
            scope.counters.malformedMessages++;
            return;
        }
        scope.counters.refusedPoses += heard.refused();
        scope.counters.statesLost += heard.lost();
        long atMillis = update.worldMillis(scope.worldMillis());
        for (StateCell<T> cell : heard.cells()) {
            if (admits(type, cell.value())) {
                scope.world.views().onPose(link.peer(), type, cell.entity(), atMillis, cell.value());
            } else {
                scope.counters.refusedPoses++;
            }
        }
        if (!heard.deltas().isEmpty()) {
            stream.codec().onUpdate(update.sector(), heard.deltas(), atMillis);
        }
    }

    /** A game's own codec may make what the schema refuses. */
    private static <T extends Record> boolean admits(ComponentType<T> type, Record value) {
        return type.codec().admits(type.type().cast(value));
    }

    /** Takes what a peer says it has. */
    void onAck(PeerLink link, StateAck ack) {
        SentStates<?, ?> sent = ends(link).sent.get(ack.component());
        if (sent == null) {
            scope.counters.unexpectedMessages++;
        } else {
            sent.onAck(ack);
        }
    }

    /** Says what came since the last turn. */
    void acknowledge() {
        for (PeerLink link : scope.links.admitted()) {
            Ends end = ends.get(link.peer());
            if (end != null) {
                end.heard.forEach((component, states) -> {
                    StateAck ack = states.takeAck(component);
                    if (ack != null) {
                        link.trySend(Lane.STATE, StateUse.ACKS.stream(component), ack);
                    }
                });
            }
        }
    }

    /** A link came up, and both sides let each other in: what is kept of the same session goes on. */
    void onAdmitted(PeerLink link) {
        Ends kept = absences.resume(link.peer(), session(link), scope.nowNanos);
        if (kept != null) {
            kept.resume();
            ends.put(link.peer(), kept);
        }
    }

    /** A link ended; if it was lost, its session is kept for as long as it may be resumed. */
    void onLinkDown(PeerLink link, boolean lost) {
        Ends end = ends.remove(link.peer());
        long until = scope.nowNanos + scope.settings.resumeMillis() * 1_000_000L;
        if (lost && end != null && link.hello() != null) {
            absences.keep(link.peer(), session(link), end, until);
        } else {
            absences.forget(link.peer());
        }
    }

    private static long session(PeerLink link) {
        Hello hello = link.hello();
        return hello == null ? 0 : hello.session();
    }

    /** Forgets who has been away for too long. */
    void onTime() {
        absences.expire(scope.nowNanos);
    }

    private Ends ends(PeerLink link) {
        return ends.computeIfAbsent(link.peer(), peer -> new Ends());
    }
}
