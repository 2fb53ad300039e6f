package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.pose.Corrections;
import worldmesh.peer.pose.OwnPoses;
import worldmesh.peer.pose.PeerPoses;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.pose.StepsBack;
import worldmesh.peer.predict.Prediction;
import worldmesh.peer.predict.Rejections;
import worldmesh.peer.view.Guard;
import worldmesh.peer.view.Observers;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Blended;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.replica.Change;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaView;
import worldmesh.world.sector.SectorId;

/**
 * The views over a replica: predicted commands, own motion, motion of others, and the observers of what is drawn of
 * them. Confined to the world's thread.
 */
final class Views implements Observers.Reader {
    /** {@link Prediction} gives each command a tick and dice of its own. */
    private static final long NOT_YET = 0;

    private final WorldParts parts;
    private final PeerId self;
    private final Guard guard = new Guard(this::onFailure);
    private final Observers observers = new Observers(this, guard);
    private final Prediction prediction;
    private final OwnPoses ownPoses;
    private final PeerPoses peerPoses = new PeerPoses();
    private final Corrections corrections = new Corrections();
    private final StepsBack stepsBack = new StepsBack();
    private final Rejections rejections = new Rejections();
    private final List<ComponentType<?>> motionTypes;
    private final Avatars avatars = new Avatars();
    private final ChangeEvents events = new ChangeEvents(this::worldMillis);
    private @Nullable Replica replica;
    private Consumer<Event> sink = event -> {};
    private Origin predictionOrigin = Origin.LOCAL;
    private boolean predictionStale;
    private long worldMillis;

    Views(WorldParts parts) {
        this.parts = parts;
        this.self = parts.signer().peer();
        this.ownPoses = new OwnPoses(self);
        this.prediction = new Prediction(parts.rules(), parts.schema(), guard);
        this.motionTypes =
                schema().components().stream().filter(ComponentType::motion).toList();
    }

    void open(Replica opened) {
        Replica before = replica;
        replica = opened;
        avatars.clear();
        for (ComponentType<?> type : motionTypes) {
            opened.each(null, type.type(), (entity, value) -> avatars.add(entity));
        }
        if (before != null) {
            // Everything may read differently now, also what is gone.
            before.eachEntity(entity -> observers.touchAll(entity, Origin.ROLLBACK));
            opened.eachEntity(entity -> observers.touchAll(entity, Origin.ROLLBACK));
            onPrediction(Origin.ROLLBACK);
        }
    }

    void onEvents(Consumer<Event> consumer) {
        sink = consumer;
    }

    Guard guard() {
        return guard;
    }

    Observers observers() {
        return observers;
    }

    Prediction prediction() {
        return prediction;
    }

    Rejections rejections() {
        return rejections;
    }

    OwnPoses ownPoses() {
        return ownPoses;
    }

    PeerPoses peerPoses() {
        return peerPoses;
    }

    Avatars avatars() {
        return avatars;
    }

    void advance(long millis) {
        worldMillis = millis;
        peerPoses.advance(millis, key -> touch(key, Origin.REMOTE));
        corrections.advance(millis, key -> touch(key, Origin.ROLLBACK));
        stepsBack.advance(millis, key -> touch(key, Origin.ROLLBACK));
    }

    /** Takes motion of another player's entity, as of {@code atMillis}. */
    void onPose(PeerId owner, ComponentType<?> type, EntityId entity, long atMillis, Record value) {
        PoseKey key = new PoseKey(entity, type.id());
        int rate = type.replication().rate();
        Record cell = replica == null ? null : replica.get(entity, type.type());
        if (cell != null) {
            peerPoses.onFirst(owner, key, rate, cell);
        }
        peerPoses.onPose(owner, key, rate, atMillis, value);
    }

    private void touch(PoseKey key, Origin origin) {
        ComponentType<?> type = schema().component(key.component());
        if (type != null) {
            observers.touch(key.entity(), type.type(), origin);
        }
    }

    /** Shows own motion so many ticks after it was given. */
    void delayInput(int ticks) {
        ownPoses.delay(ticks);
    }

    /** Another tick of the session. */
    void onTick(long tick) {
        ownPoses.onTick(tick, key -> touch(key, Origin.LOCAL));
    }

    // Edits

    /** Makes an entity; what is no part of history goes to its stream. */
    EntityId spawn(Replica world, SectorId home, long nowNanos, Record... components) {
        List<Record> cells = new ArrayList<>();
        List<Record> streamed = new ArrayList<>();
        for (Record value : components) {
            (schema().typeOf(value).replication().settles() ? cells : streamed).add(value);
        }
        EntityId entity = world.spawn(home, cells.toArray(new Record[0]));
        streamed.forEach(value -> put(world, entity, value, nowNanos));
        return entity;
    }

    <T extends Record> void put(Replica world, EntityId entity, T value, long nowNanos) {
        ComponentType<T> type = schema().typeOf(value);
        T cell = world.get(entity, type.type());
        boolean streamed = cell != null || !type.replication().settles();
        if (type.motion() && streamed && Objects.equals(self, world.writer(entity, type))) {
            T settled = type.codec().settled(value);
            if (settled.equals(editable(entity, type.type()))) {
                return; // where it is already, to the last digit that others see: it rests
            }
            T from = cell == null ? settled : cell;
            ownPoses.move(new PoseKey(entity, type.id()), type.replication(), from, settled, nowNanos);
            observers.touch(entity, type.type(), Origin.LOCAL);
        } else {
            world.put(entity, value);
        }
        SectorId target = parts.sectors().of(value);
        if (target != null && world.exists(entity) && !target.equals(world.sectorOf(entity))) {
            settleEntity(world, entity, nowNanos);
            world.move(entity, target);
        }
    }

    void settle(long nowNanos) {
        settle(ownPoses.settle(nowNanos));
    }

    void settleAll() {
        settle(ownPoses.settleAll());
    }

    /** Writes an entity's motion into its cells at once, for others to find it there. */
    void settleEntity(Replica world, EntityId entity, long nowNanos) {
        for (ComponentType<?> type : motionTypes) {
            PoseKey key = new PoseKey(entity, type.id());
            Record pose = ownPoses.newest(key);
            boolean mine = type.replication().settles() && Objects.equals(self, world.writer(entity, type));
            if (pose != null && mine) {
                if (!pose.equals(world.get(entity, type.type()))) {
                    world.put(entity, pose);
                }
                ownPoses.onSettled(key, nowNanos);
            }
        }
    }

    private void settle(List<OwnPoses.Pose> poses) {
        Replica world = replica;
        if (world == null) {
            return;
        }
        for (OwnPoses.Pose pose : poses) {
            EntityId entity = pose.key().entity();
            boolean mine = Objects.equals(self, world.writer(entity, schema().typeOf(pose.value())));
            if (mine && !world.isCutOff(world.sectorOf(entity))) {
                world.put(entity, pose.value());
            } else {
                // Of a peer that was removed, the motion since is taken back.
                ownPoses.forget(pose.key());
                touch(pose.key(), mine ? Origin.ROLLBACK : Origin.REMOTE);
            }
        }
    }

    // What happened

    /** Takes what changed in the replica, by an edit or by a merge. */
    void onChanges(List<Change> changes) {
        predictionStale |= !changes.isEmpty();
        for (Change change : changes) {
            Origin origin = ChangeEvents.origin(change);
            switch (change.kind()) {
                case CHANGED -> onCell(change, origin);
                case DELETED -> {
                    observers.touchAll(change.entity(), origin);
                    onDeleted(change.entity(), origin);
                }
                case OWNER_CHANGED -> onOwnerChanged(change.entity(), origin);
                case SPAWNED, MOVED -> observers.touchAll(change.entity(), origin);
                case UNREAD -> {
                    // No view draws bytes that no record says.
                }
            }
            events.add(change);
        }
    }

    /** The entity is gone, and its motion with it: also if it was born since the last change was told. */
    void onDeleted(EntityId entity, Origin origin) {
        avatars.remove(entity);
        motionTypes.forEach(type -> forgetMotion(entity, type, origin));
        for (ComponentType<?> type : schema().components()) {
            PoseKey key = new PoseKey(entity, type.id());
            corrections.forget(key);
            stepsBack.forget(key);
        }
    }

    private void onCell(Change change, Origin origin) {
        ComponentType<?> type = change.type();
        if (type == null) {
            return;
        }
        PoseKey key = new PoseKey(change.entity(), type.id());
        observers.touch(key.entity(), type.type(), origin);
        Record after = change.after();
        if (type.motion() && origin != Origin.LOCAL) {
            // Somebody else changed the cell of this motion: it was given away, or a settled pose was taken back.
            ownPoses.forget(key);
        }
        Record before = change.before();
        if (origin != Origin.LOCAL && before != null && after != null && blendsAlways(key.entity(), type)) {
            corrections.begin(key, corrections.drawn(key, before));
        }
        if (type.motion() && after != null) {
            avatars.add(key.entity());
            if (origin != Origin.LOCAL && replica != null) {
                peerPoses.onSettled(key, replica.history().writtenMillis(key.entity(), type), after);
            }
        }
    }

    /** Where nothing is predicted the change itself is the correction; what is predicted is corrected by the rebase. */
    private boolean blendsAlways(EntityId entity, ComponentType<?> type) {
        return !type.motion()
                && type.type().isAnnotationPresent(Blended.class)
                && prediction.predicted(entity, type.type()) == null;
    }

    private void onOwnerChanged(EntityId entity, Origin origin) {
        for (ComponentType<?> type : motionTypes) {
            // What is FIXED has the same owner whoever owns the entity.
            if (type.trust() != Trust.FIXED) {
                forgetMotion(entity, type, origin);
            }
        }
    }

    private void forgetMotion(EntityId entity, ComponentType<?> type, Origin origin) {
        PoseKey key = new PoseKey(entity, type.id());
        Record own = ownPoses.shown(key);
        // Drawn behind until now, drawn from its cell from now on: it is walked there, not jumped.
        Record shown = own == null ? peerPoses.drawn(key) : own;
        if (shown != null) {
            corrections.begin(key, corrections.drawn(key, shown));
        }
        ownPoses.forget(key);
        peerPoses.forget(key);
        observers.touch(entity, type.type(), origin);
    }

    /** Predicts one more command: its effects are in the views when this returns. */
    void predict(CommandEnvelope envelope, Record command) {
        Replica world = replica;
        if (world == null) {
            return;
        }
        prediction.add(
                envelope, command, new ReplicaView(world, self, NOT_YET, worldMillis, NOT_YET), (entity, type) -> {
                    if (type == null) {
                        observers.touchAll(entity, Origin.LOCAL);
                    } else {
                        observers.touch(entity, type, Origin.LOCAL);
                    }
                });
    }

    /** Predicts what another player asked for and nobody decides yet. */
    void predictForeign(CommandEnvelope envelope) {
        Record command = envelope.open(schema());
        if (command != null) {
            predict(envelope, command);
        }
    }

    /** Takes a prediction back. */
    void unpredict(CommandId id) {
        prediction.remove(id);
        onPrediction(Origin.ROLLBACK);
    }

    /** The set of predicted commands changed. */
    void onPrediction(Origin origin) {
        predictionStale = true;
        predictionOrigin = predictionOrigin == Origin.ROLLBACK ? predictionOrigin : origin;
    }

    /** Decides predicted commands anew, if anything they rest on changed. */
    void refresh() {
        Replica world = replica;
        if (predictionStale && world != null && prediction.isActive()) {
            Map<PoseKey, Shown> shown = predictedMotion();
            boolean answered = predictionOrigin == Origin.AUTHORITY;
            Origin gone = answered ? Origin.AUTHORITY : Origin.ROLLBACK;
            prediction.rebase(new ReplicaView(world, self, NOT_YET, worldMillis, NOT_YET), (entity, type) -> {
                if (type == null) {
                    observers.touchAll(entity, prediction.isDeleted(entity) ? Origin.LOCAL : gone);
                } else {
                    observers.touch(entity, type, prediction.predicted(entity, type) == null ? gone : Origin.LOCAL);
                }
            });
            shown.forEach((key, was) -> correct(key, was));
        }
        predictionStale = false;
        predictionOrigin = Origin.LOCAL;
    }

    /** The predicted cells of which an error decays, as they are and as they are drawn. */
    private Map<PoseKey, Shown> predictedMotion() {
        Map<PoseKey, Shown> shown = new TreeMap<>();
        prediction.each((entity, type) -> {
            Record right = type == null || !corrections.blends(type) ? null : right(entity, type);
            if (type != null && right != null) {
                PoseKey key = new PoseKey(entity, schema().type(type).id());
                shown.put(key, new Shown(type, right, stepsBack.shown(key, right), corrections.drawn(key, right)));
            }
        });
        return shown;
    }

    private void correct(PoseKey key, Shown was) {
        Record right = right(key.entity(), was.type);
        if (right == null) {
            corrections.forget(key);
            stepsBack.forget(key);
        } else if (!right.equals(was.right)) {
            corrections.begin(key, was.drawn);
            stepsBack.begin(key, was.predicted, right);
        }
    }

    private record Shown(Class<? extends Record> type, Record right, Record predicted, Record drawn) {}

    /** True if the effects of the command are here and other than it was predicted. */
    boolean wasMispredicted(CommandId id) {
        Replica world = replica;
        return world != null && prediction.wasWrong(id, new ReplicaView(world, self, NOT_YET, worldMillis, NOT_YET));
    }

    /** Tells observers, and the session of entities that came, went and moved. */
    void flush() {
        events.drainTo(sink);
        observers.flush();
    }

    private void onFailure(String listener, RuntimeException problem) {
        sink.accept(new ObserverFailedEvent(listener, problem.toString(), Origin.LOCAL, worldMillis));
    }

    // Reads

    @Nullable Record pending(EntityId entity, Class<? extends Record> type) {
        if (replica == null || prediction.isDeleted(entity)) {
            return null;
        }
        Record predicted = prediction.predicted(entity, type);
        return predicted == null ? replica.get(entity, type) : predicted;
    }

    /** What is right as far as this player can know: what the drawn view tends to. */
    private @Nullable Record right(EntityId entity, Class<? extends Record> type) {
        Record own = own(entity, type);
        return own == null ? pending(entity, type) : own;
    }

    @Nullable Record predicted(EntityId entity, Class<? extends Record> type) {
        Record right = right(entity, type);
        return right == null || stepsBack.isEmpty()
                ? right
                : stepsBack.shown(new PoseKey(entity, schema().type(type).id()), right);
    }

    /** What an edit starts from: the newest own motion, shown already or not, else pending. */
    @Nullable Record editable(EntityId entity, Class<? extends Record> type) {
        ComponentType<?> component = schema().type(type);
        Record own = component.motion() ? ownPoses.newest(new PoseKey(entity, component.id())) : null;
        return own == null ? pending(entity, type) : own;
    }

    private @Nullable Record own(EntityId entity, Class<? extends Record> type) {
        ComponentType<?> component = schema().type(type);
        return component.motion() ? ownPoses.shown(new PoseKey(entity, component.id())) : null;
    }

    @Override
    public @Nullable Record drawn(EntityId entity, Class<? extends Record> type) {
        Record right = rolledBack(entity, type, 0);
        return right == null || corrections.isEmpty()
                ? right
                : corrections.drawn(new PoseKey(entity, schema().type(type).id()), right);
    }

    @Nullable Record rolledBack(EntityId entity, Class<? extends Record> type, long millisAgo) {
        Record now = right(entity, type);
        ComponentType<?> component = schema().type(type);
        boolean absent = now == null && component.replication().settles();
        if (absent || !component.motion() || own(entity, type) != null) {
            return now;
        }
        Record pose = peerPoses.rolledBack(new PoseKey(entity, component.id()), millisAgo);
        return pose == null ? now : pose;
    }

    @Override
    public void each(Class<? extends Record> type, Consumer<EntityId> visitor) {
        if (replica != null) {
            Replica world = replica;
            TreeSet<EntityId> found = new TreeSet<>();
            world.each(null, type, (entity, value) -> found.add(entity));
            prediction.each((entity, cell) -> {
                if (type.equals(cell) && world.exists(entity)) {
                    found.add(entity);
                }
            });
            ComponentType<?> component = schema().type(type);
            if (!component.replication().settles()) {
                ownPoses.each(component.id(), found::add);
                peerPoses.each(component.id(), found::add);
            }
            found.forEach(visitor);
        }
    }

    private Schema schema() {
        return parts.schema();
    }

    private long worldMillis() {
        return worldMillis;
    }
}
