package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;
import worldmesh.world.state.MoveForest;

/**
 * The tree of entities that the moves of one component make, over all sectors this replica knows. It never has a ring;
 * equal sets of moves make equal trees, whatever came when. An entity whose parent is not alive is under none. A view
 * that changes with its replica, on whose thread it is.
 */
public final class EntityTree {
    private final ComponentType<?> type;
    private final WorldBook book;
    private final TreeEdits edits;

    EntityTree(ComponentType<?> type, WorldBook book, TreeEdits edits) {
        this.type = type;
        this.book = book;
        this.edits = edits;
    }

    private MoveForest forest() {
        return book.forest(type.id());
    }

    private boolean lives(EntityId entity) {
        return book.residents().home(entity) != null;
    }

    /** The parent of an entity, null if it is under none. */
    public @Nullable EntityId parent(EntityId entity) {
        EntityId parent = lives(entity) ? forest().parent(entity) : null;
        return parent != null && lives(parent) ? parent : null;
    }

    /** The living entities right under a living one, by id. */
    public List<EntityId> children(EntityId entity) {
        return lives(entity)
                ? forest().children(entity).stream().filter(this::lives).toList()
                : List.of();
    }

    /** True if one entity is under another, over however many between them. */
    public boolean isUnder(EntityId entity, EntityId ancestor) {
        EntityId at = parent(entity);
        while (at != null && !at.equals(ancestor)) {
            at = parent(at);
        }
        return at != null;
    }

    /**
     * Puts an entity, and all under it, under another, or under none for null; an {@link IllegalArgumentException} if
     * that is the entity itself or under it. Of concurrent moves that together would make a ring the latest is left
     * out: its entity stays where the move before puts it.
     */
    public void move(EntityId entity, @Nullable EntityId parent) {
        if (parent != null && (!lives(parent) || forest().isKin(parent, entity))) {
            throw new IllegalArgumentException("entity " + entity + " cannot be put under " + parent
                    + ", which is under it or not alive; move that first");
        }
        edits.move(entity, type, parent);
    }
}
