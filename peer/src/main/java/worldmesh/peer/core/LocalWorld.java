package worldmesh.peer.core;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Origin;
import worldmesh.peer.port.WorldStore;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.predict.Rejections;
import worldmesh.peer.stream.DeltaCodecs;
import worldmesh.peer.view.Observers;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/**
 * One peer's world: the replica once it is known, the views over it, the edits of the game. A session drives its time
 * and feeds it what others send; without a session it is a world for one. Pure and confined to one thread.
 */
public final class LocalWorld {
    private final WorldParts parts;
    private final long nonce;
    private final WorldTime time = new WorldTime();
    private final Views views;
    private String name;
    private @Nullable Replica replica;
    private long nowNanos;
    private long draws;
    private Consumer<Runnable> beside = Runnable::run;

    /** Opens the world that the store holds, if it does; {@code nonce} is drawn at random at every opening. */
    public LocalWorld(WorldParts parts, long nonce) {
        this.parts = parts;
        this.nonce = nonce;
        this.name = parts.name();
        this.views = new Views(parts);
        WorldManifest manifest = parts.store().manifest();
        if (manifest != null) {
            open(manifest);
        }
    }

    /** What takes long is handed to this from now on, one work at a time; until then it is done on this thread. */
    public void workBeside(Consumer<Runnable> thread) {
        beside = thread;
    }

    Consumer<Runnable> beside() {
        return beside;
    }

    /** This peer. */
    public PeerId self() {
        return parts.signer().peer();
    }

    /** This player goes by another name. */
    void rename(String to) {
        name = to;
    }

    /** This player's name. */
    public String name() {
        return name;
    }

    /** The components and commands. */
    public Schema schema() {
        return parts.schema();
    }

    /** The store. */
    public WorldStore store() {
        return parts.store();
    }

    /** The founding record, or null while no world is known. */
    public @Nullable WorldManifest manifest() {
        return replica == null ? null : replica.manifest();
    }

    /** World time in milliseconds. */
    public long worldMillis() {
        return time.millis();
    }

    /** Who is told of changed cells. */
    public Observers observers() {
        return views.observers();
    }

    /** The replica; an {@link IllegalStateException} while no world is known. */
    public Replica replica() {
        if (replica == null) {
            throw new IllegalStateException("no world is known yet; host one, or join one and wait for ConnectedEvent");
        }
        return replica;
    }

    WorldParts parts() {
        return parts;
    }

    DeltaCodecs deltas() {
        return parts.deltas();
    }

    WorldTime time() {
        return time;
    }

    Views views() {
        return views;
    }

    boolean isKnown() {
        return replica != null;
    }

    /** Binds the empty store to a world that this peer founded or joined. */
    void adopt(WorldManifest manifest) {
        parts.store().found(manifest);
        open(manifest);
    }

    /** A number that no opening of this store drew before. */
    long drawId() {
        draws++;
        return Hash.of(new ByteWriter(16).i64(nonce).i64(draws).toBytes()).longAt(0);
    }

    /** Opens the replica again from the store, under an identity of its own. */
    void reopen() {
        open(replica().manifest());
    }

    private void open(WorldManifest manifest) {
        String unwanted = parts.sectors().refusal(manifest);
        if (unwanted != null) {
            throw new IllegalStateException(unwanted);
        }
        parts.sectors().enter(manifest);
        ReplicaIdentity identity =
                ReplicaIdentity.draw(manifest.worldId(), parts.signer(), replica == null ? nonce : drawId());
        Replica opened = new Replica(new Replica.Setup(
                manifest, parts.schema(), identity, parts.verifier(), parts.ownership(), parts.limits()));
        parts.store().load(opened);
        opened.learn(identity.certificate());
        List<Proof> own = List.of(identity.certificate());
        parts.store().append(List.of(), own);
        replica = opened;
        views.open(opened);
    }

    /** Moves time on: the first call starts world time from the wall clock and the saved offset. */
    void advance(long now, long wallMillis) {
        nowNanos = now;
        if (!time.started()) {
            OptionalLong saved = parts.store().worldOffsetMillis();
            time.start(now, wallMillis, saved, false);
        }
        time.advance(now);
        if (replica != null) {
            replica.advance(stampMillis());
        }
        views.advance(time.millis());
    }

    /** World time for the replica's clock, which never steps back: nothing while this side only guesses. */
    long stampMillis() {
        return time.stampsAllowed() ? time.millis() : 0;
    }

    /** Writes motion into its cells that rests or has moved for long. */
    void settle() {
        views.settle(nowNanos);
    }

    /** Signs the edits since the last seal, keeps them, and answers what is to be spread. */
    List<SignedBatch> seal() {
        if (replica == null || !time.stampsAllowed()) {
            return List.of();
        }
        List<SignedBatch> batches = replica.seal(time.millis());
        if (!batches.isEmpty()) {
            parts.store().append(batches, List.of());
        }
        return batches;
    }

    /** Makes an entity in {@code sector}, or where its components say. */
    public EntityId spawn(@Nullable SectorId sector, Record... components) {
        SectorId home = sector == null ? parts.sectors().ofAny(components) : sector;
        return views.spawn(replica(), home, nowNanos, components);
    }

    /** Writes a component. */
    public void put(EntityId entity, Record value) {
        views.put(replica(), entity, value, nowNanos);
    }

    /** Adds to a counter. */
    public void add(EntityId entity, Class<? extends Record> counter, long amount) {
        replica().add(entity, counter, amount);
    }

    /** Adds an element to a set. */
    public void addElement(EntityId entity, Class<? extends Record> set, String element) {
        replica().addElement(entity, set, element);
    }

    /** Removes an element from a set. */
    public void removeElement(EntityId entity, Class<? extends Record> set, String element) {
        replica().removeElement(entity, set, element);
    }

    /** Paints tiles. */
    public void paint(EntityId entity, Class<? extends Record> tiles, int first, int length, int tile) {
        replica().paint(entity, tiles, first, length, tile);
    }

    /** Enables a flag. */
    public void enable(EntityId entity, Class<? extends Record> flag) {
        replica().enable(entity, flag);
    }

    /** Disables a flag. */
    public void disable(EntityId entity, Class<? extends Record> flag) {
        replica().disable(entity, flag);
    }

    /** Writes an own entity's motion into its cell at once. */
    public void settle(EntityId entity) {
        views.settleEntity(replica(), entity, nowNanos);
    }

    /** Gives an entity away, with the motion it has now. */
    public void transfer(EntityId entity, PeerId newOwner) {
        views.settleEntity(replica(), entity, nowNanos);
        replica().transfer(entity, newOwner);
    }

    /** Moves an entity to another sector. */
    public void move(EntityId entity, SectorId to) {
        views.settleEntity(replica(), entity, nowNanos);
        replica().move(entity, to);
    }

    /** Ends an entity. */
    public void delete(EntityId entity) {
        replica().delete(entity);
        views.onDeleted(entity, Origin.LOCAL);
    }

    /** True if the entity lives and is not predicted to be gone. */
    public boolean exists(EntityId entity) {
        return replica != null && replica.exists(entity) && !views.prediction().isDeleted(entity);
    }

    /** The owner, or null. */
    public @Nullable PeerId owner(EntityId entity) {
        return replica == null ? null : replica.owner(entity);
    }

    /** The sector, or null if the entity does not live. */
    public @Nullable SectorId sectorOf(EntityId entity) {
        return replica != null && replica.exists(entity) ? replica.sectorOf(entity) : null;
    }

    /** What is merged, and durable where it is critical. */
    public <T extends Record> @Nullable T confirmed(EntityId entity, Class<T> type) {
        return replica == null ? null : replica.get(entity, type);
    }

    /** Confirmed, with unanswered commands applied. */
    public <T extends Record> @Nullable T pending(EntityId entity, Class<T> type) {
        return cast(type, views.pending(entity, type));
    }

    /** Pending, with own motion that has not settled. */
    public <T extends Record> @Nullable T predicted(EntityId entity, Class<T> type) {
        return cast(type, views.predicted(entity, type));
    }

    /** What an edit of the component starts from: pending, with the newest own motion, shown already or not. */
    public <T extends Record> @Nullable T editable(EntityId entity, Class<T> type) {
        return cast(type, views.editable(entity, type));
    }

    /** Predicted, with the motion of others drawn behind. */
    public <T extends Record> @Nullable T drawn(EntityId entity, Class<T> type) {
        return cast(type, views.drawn(entity, type));
    }

    /** What was drawn some time ago. */
    public <T extends Record> @Nullable T rolledBack(EntityId entity, Class<T> type, long millisAgo) {
        return cast(type, views.rolledBack(entity, type, millisAgo));
    }

    /** World time of the newest motion that came from its owner; empty for what this player moves or stands still. */
    public OptionalLong heardMillis(EntityId entity, Class<? extends Record> type) {
        return views.peerPoses()
                .newestMillis(new PoseKey(entity, schema().type(type).id()));
    }

    /** True if an unanswered command changes the cell. */
    public boolean isPending(EntityId entity, Class<? extends Record> type) {
        return views.prediction().predicted(entity, type) != null
                || views.prediction().isDeleted(entity);
    }

    /** The commands of this player that were rejected last. */
    public Rejections rejections() {
        return views.rejections();
    }

    /** Visits everything that has the component, as it is drawn, by id. */
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        Consumer<EntityId> visit = entity -> {
            T value = drawn(entity, type);
            if (value != null) {
                visitor.accept(entity, value);
            }
        };
        views.each(type, visit);
    }

    /** The digest of the confirmed world, in hexadecimal. */
    public String digest() {
        return replica().digest().toString();
    }

    /** Settles all motion and keeps the edits made since the last update. */
    public void close() {
        if (replica != null && time.started()) {
            views.settleAll();
            seal();
        }
    }

    private static <T extends Record> @Nullable T cast(Class<T> type, @Nullable Record value) {
        return value == null ? null : type.cast(Objects.requireNonNull(value));
    }
}
