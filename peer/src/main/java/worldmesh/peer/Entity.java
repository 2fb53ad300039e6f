package worldmesh.peer;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.predict.Rejection;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Authorship;
import worldmesh.world.sector.SectorId;

/**
 * One entity of a world: a handle, cheap to make, equal by id. Edits are visible at once and travel at the end of the
 * next {@code update}. Confined to the world's thread.
 */
public final class Entity {
    private final World world;
    private final EntityId id;

    Entity(World world, EntityId id) {
        this.world = world;
        this.id = id;
    }

    /** Its name for all peers, for ever. */
    public EntityId id() {
        return id;
    }

    /** True while it lives. */
    public boolean exists() {
        return core().exists(id);
    }

    /** The peer that owns it, or null if it is unknown. */
    public @Nullable PeerId owner() {
        return core().owner(id);
    }

    /** True if this peer owns it. */
    public boolean mine() {
        PeerId owner = owner();
        return owner != null && owner.equals(world.self());
    }

    /** The sector it is in, or null if it is unknown. */
    public @Nullable SectorId sector() {
        return core().sectorOf(id);
    }

    /** What to draw: the {@link View#INTERPOLATED} view. */
    public <T extends Record> @Nullable T get(Class<T> type) {
        return get(type, View.INTERPOLATED);
    }

    /** The component in one of the views; null if it is absent there. */
    public <T extends Record> @Nullable T get(Class<T> type, View view) {
        LocalWorld core = core();
        return switch (view) {
            case CONFIRMED -> core.confirmed(id, type);
            case PENDING -> core.pending(id, type);
            case PREDICTED -> core.predicted(id, type);
            case INTERPOLATED -> core.drawn(id, type);
        };
    }

    /** A motion component as it was drawn {@code millisAgo} ago, at most two seconds; what a hit is judged by. */
    public <T extends Record> @Nullable T rolledBack(Class<T> type, long millisAgo) {
        return core().rolledBack(id, type, millisAgo);
    }

    /**
     * World time of the newest motion of it that came from its owner: what is drawn is behind that, so that it moves
     * evenly. Empty for what this player moves, and for what has stood still for some seconds.
     */
    public OptionalLong heardMillis(Class<? extends Record> type) {
        return core().heardMillis(id, type);
    }

    /** True while a command that this peer has not had answered changes this component. */
    public boolean isPending(Class<? extends Record> type) {
        return core().isPending(id, type);
    }

    /** The last rejected command of this player that a prediction of this component was taken back for, or null. */
    public @Nullable Rejection rejection(Class<? extends Record> type) {
        return core().rejections().of(new Rejection.Cell(id, type));
    }

    /** Writes a component: shared by anybody, owned by the owner only; critical ones change by commands alone. */
    public void set(Record value) {
        core().put(id, value);
    }

    /**
     * Writes what {@code change} makes of the component; nothing if it is absent or unchanged. Starts from this
     * player's newest motion and unanswered commands, also where an input delay does not show them yet.
     */
    public <T extends Record> void update(Class<T> type, UnaryOperator<T> change) {
        T before = core().editable(id, type);
        if (before != null) {
            T after = change.apply(before);
            if (!after.equals(before)) {
                set(after);
            }
        }
    }

    /** Adds to a counter component. */
    public void add(Class<? extends Record> counter, long amount) {
        core().add(id, counter, amount);
    }

    /** Puts an element into an add-wins set component. */
    public void addElement(Class<? extends Record> set, String element) {
        core().addElement(id, set, element);
    }

    /** Takes an element out of an add-wins set component. */
    public void removeElement(Class<? extends Record> set, String element) {
        core().removeElement(id, set, element);
    }

    /** Paints {@code length} tiles of a tiles component, from {@code first} on; all others stay as they are. */
    public void paint(Class<? extends Record> tiles, int first, int length, int tile) {
        core().paint(id, tiles, first, length, tile);
    }

    /** Sets an enable-wins flag component. */
    public void enable(Class<? extends Record> flag) {
        core().enable(id, flag);
    }

    /** Clears an enable-wins flag component. */
    public void disable(Class<? extends Record> flag) {
        core().disable(id, flag);
    }

    /**
     * Writes this player's motion of it into its cells at once instead of after half a second of rest: the authority
     * judges by settled poses, and what is settled before a command is submitted reaches it before the command does.
     */
    public void settle() {
        core().settle(id);
    }

    /**
     * Who wrote a component of it, alive or dead, in the order of their stamps: the retained batches with their authors
     * and signatures, and which of them shows.
     */
    public List<Authorship> audit(Class<? extends Record> type) {
        return core().replica().history().audit(id, type);
    }

    /** Moves it into another sector; entities whose component says the sector move by themselves. */
    public void move(SectorId to) {
        core().move(id, to);
    }

    /** Gives the entity to another player. */
    public void transfer(PeerId newOwner) {
        core().transfer(id, newOwner);
    }

    /** Takes the entity out of the world for good. */
    public void delete() {
        core().delete(id);
    }

    private LocalWorld core() {
        return world.checkedCore();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entity that && that.id.equals(id) && that.world == world;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Entity[" + id + "]";
    }
}
