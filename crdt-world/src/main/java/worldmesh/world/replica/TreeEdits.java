package worldmesh.world.replica;

import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Turns moves in trees of entities into ops of this replica. Not thread-safe. */
final class TreeEdits {
    private final WorldBook book;
    private final LocalEdits edits;
    private @Nullable SectorId last;

    TreeEdits(WorldBook book, LocalEdits edits) {
        this.book = book;
        this.edits = edits;
    }

    void move(EntityId entity, ComponentType<?> type, @Nullable EntityId parent) {
        SectorId home = book.residents().home(entity);
        if (home == null) {
            throw new IllegalStateException("entity " + entity + " is not alive");
        }
        if (last != null && !last.equals(home)) {
            // Moves of one clock are ordered by their places in one sector's batch: of two sectors they need two
            // clocks.
            edits.close();
        }
        last = home;
        edits.edit(home, new Op.Attach(entity, type.id(), parent), null);
    }
}
