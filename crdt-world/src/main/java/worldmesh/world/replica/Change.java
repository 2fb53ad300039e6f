package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.sequence.Splice;
import worldmesh.world.crdt.sequence.ValueUnits;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * One difference between the world before and after a merge, an edit or a rebuild. A model that applies all changes in
 * order equals the world, down to the bytes of its digest. What a text or list was and is may be large: it is made
 * when it is asked for, which must be before the next change of it; {@link #textEdits} and {@link #listEdits} cost what
 * was changed alone, and may be asked for later too.
 */
public final class Change {
    private final About about;
    private final @Nullable Record before;
    private final @Nullable Record after;
    private final @Nullable SequenceChange sequence;

    /** Which entity, what of it, where it is, whose it is and by whom. */
    record About(
            EntityId entity,
            ChangeKind kind,
            SectorId sector,
            @Nullable PeerId owner,
            @Nullable ComponentType<?> type,
            Origin origin) {
        About as(ChangeKind other, @Nullable ComponentType<?> of) {
            return new About(entity, other, sector, owner, of, origin);
        }
    }

    /** A change of an entity's life, place or owner. */
    Change(About about) {
        this(about, null, null);
    }

    /** A change of a value. */
    Change(About about, @Nullable Record before, @Nullable Record after) {
        this.about = about;
        this.before = before;
        this.after = after;
        this.sequence = null;
    }

    /** A change of a text or list of which was noted what was done to it. */
    Change(About about, SequenceChange sequence) {
        this.about = about;
        this.before = null;
        this.after = null;
        this.sequence = sequence;
    }

    /** The entity. */
    public EntityId entity() {
        return about.entity;
    }

    /** What is different. */
    public ChangeKind kind() {
        return about.kind;
    }

    /** The sector where the entity is now, or was last. */
    public SectorId sector() {
        return about.sector;
    }

    /** Whose the entity is now, null if it is gone or the certificate of its creator is unknown. */
    public @Nullable PeerId owner() {
        return about.owner;
    }

    /** The component of a {@link ChangeKind#CHANGED}. */
    public @Nullable ComponentType<?> type() {
        return about.type;
    }

    /** The value that was, of {@link ChangeKind#CHANGED} and {@link ChangeKind#UNREAD}; null if there was none. */
    public @Nullable Record before() {
        return sequence == null ? before : sequence.before();
    }

    /** The value that is; null if there is none. */
    public @Nullable Record after() {
        return sequence == null ? after : sequence.after();
    }

    /** By whom. */
    public Origin origin() {
        return about.origin;
    }

    /** Makes what was and is now, because it will not be known later. */
    void keep() {
        if (sequence != null) {
            sequence.keep();
        }
    }

    private List<Splice> splices(CellKind kind) {
        ComponentType<?> type = about.type;
        if (about.kind != ChangeKind.CHANGED || type == null || type.kind() != kind) {
            return List.of();
        }
        return sequence == null ? SequenceChange.splices(type, before, after) : sequence.splices();
    }

    /** What was typed and deleted, by position, if this is a text; none of anything else. */
    public List<TextEdit> textEdits() {
        return splices(CellKind.TEXT).stream()
                .map(splice -> new TextEdit(
                        splice.position(),
                        splice.deleted().length(),
                        splice.inserted().toString()))
                .toList();
    }

    /** What was put in and taken out, by position, if this is a list; none of anything else. */
    public List<ListEdit> listEdits() {
        ComponentType<?> type = about.type;
        return splices(CellKind.LIST).stream()
                .map(splice -> new ListEdit(splice.position(), splice.deleted().length(), values(type, splice)))
                .toList();
    }

    private static List<?> values(@Nullable ComponentType<?> type, Splice splice) {
        return type == null ? List.of() : type.elements().decode(((ValueUnits) splice.inserted()).values());
    }

    @Override
    public String toString() {
        return about + (sequence == null ? " from " + before + " to " + after : " by " + sequence.splices());
    }
}
