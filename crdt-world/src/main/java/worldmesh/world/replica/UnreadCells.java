package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.component.Fault;
import worldmesh.world.entity.EntityId;

/**
 * Names the cells of a replica whose values are none by its schema: merged and passed on like any other, shown to
 * nobody. Same thread as the replica.
 */
public final class UnreadCells {
    private final Replica replica;

    /** Looks through this replica. */
    public UnreadCells(Replica replica) {
        this.replica = replica;
    }

    /** A cell that nobody is shown, and why. */
    public record Cell(EntityId entity, int component, Fault fault) {
        @Override
        public String toString() {
            return "entity " + entity + ": " + fault;
        }
    }

    /** The first so many of them, by entity; walks through all that lives. */
    public List<Cell> first(int max) {
        replica.closeEdits();
        List<Cell> out = new ArrayList<>();
        for (EntityId entity : replica.book.residents().living()) {
            replica.book.residents().eachValue(entity, (component, value) -> {
                Fault fault = replica.schema().fault(component, value.array());
                if (fault != null && out.size() < max) {
                    out.add(new Cell(entity, component, fault));
                }
            });
            if (out.size() >= max) {
                break;
            }
        }
        return out;
    }
}
