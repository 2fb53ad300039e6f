package worldmesh.world.replica;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.state.StateItems;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * A sector's state at a moment as items, their sketch, and what changed since. The next moment's costs what changed
 * between, not another hash of every cell. Same thread as the replica.
 */
final class SketchBasis {
    private final SectorReplica sector;
    private final SketchKey key;
    private final StateItems items;
    private final SketchEncoder sketch;
    private final long mark;
    private final int leaps;

    private SketchBasis(SectorReplica sector, SketchKey key, StateItems items, SketchEncoder sketch) {
        this.sector = sector;
        this.key = key;
        this.items = items;
        this.sketch = sketch;
        this.mark = sector.log().mark();
        this.leaps = sector.leaps();
    }

    /** Of the state as it is now. */
    static SketchBasis of(SectorReplica sector, SketchKey key) {
        StateItems items = StateItems.of(sector.state(), key);
        return new SketchBasis(sector, key, items, new SketchEncoder(items.hashes()));
    }

    /**
     * The same of the state as it is now, under the same key; this one, which sessions may still use, stays as it is.
     * Null if it is not known what changed, or so much did that a fresh one is smaller.
     */
    @Nullable SketchBasis followed() {
        Collection<EntityId> changed = changed();
        if (changed == null) {
            return null;
        }
        if (changed.isEmpty()) {
            return this;
        }
        SketchEncoder now = sketch.copy();
        items.follow(sector.state(), changed, now);
        return now.removed() > now.items() ? null : new SketchBasis(sector, key, items, now);
    }

    SectorReplica sector() {
        return sector;
    }

    SketchKey key() {
        return key;
    }

    StateItems items() {
        return items;
    }

    SketchEncoder sketch() {
        return sketch;
    }

    /** The entities of all ops since, null if that is not known any more. */
    @Nullable Collection<EntityId> changed() {
        List<SignedBatch> since = sector.leaps() == leaps ? sector.log().since(mark) : null;
        if (since == null) {
            return null;
        }
        Set<EntityId> out = new HashSet<>();
        for (SignedBatch batch : since) {
            for (Op op : batch.ops()) {
                EntityId entity = op.entity();
                if (entity == null) {
                    return null;
                }
                out.add(entity);
            }
        }
        return out;
    }
}
