package worldmesh.world.state;

import worldmesh.world.entity.EntityId;

/** Joins two states of a sector that are of one cut. Keeps no state. */
final class StateJoin {
    private StateJoin() {}

    /** Raises a state to the join with another. */
    static void join(SectorState into, SectorState other) {
        bury(into, other.dead());
        into.reserve(other.size());
        for (int slot : other.slots()) {
            EntityId entity = other.entity(slot);
            if (!into.isDead(entity)) {
                int mine = into.touch(entity);
                into.place(mine, other.placement(slot));
                into.join(mine, other.cells(slot));
            }
        }
        other.progress().forEach((replica, last) -> {
            if (last.sequence() > into.sequence(replica)) {
                into.advance(replica, last.sequence(), last.clock());
            }
        });
        into.deferred().putAll(other.deferred());
    }

    private static void bury(SectorState into, DeadRuns others) {
        if (others.size() == 0) {
            return;
        }
        into.dead().addAll(others);
        for (int slot = 0; slot < into.table().limit(); slot++) {
            if (into.table().isUsed(slot) && into.isDead(into.replica(slot), into.counter(slot))) {
                into.free(slot);
            }
        }
    }
}
