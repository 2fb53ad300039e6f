package worldmesh.world.state;

/**
 * Deals the copies of a sector out to blocks by the first bits of a mix of their ids. A block says nothing of batches:
 * it is the same wherever its copies are, however much else was written. Keeps no state.
 */
public final class StateBlocks {
    /** At most a thousand blocks of a sector. */
    public static final int BITS_MAX = 10;

    private StateBlocks() {}

    private static int blockOf(SectorState state, int slot, int bits) {
        long mixed = DigestTree.mix(state.replica(slot) ^ DigestTree.mix(state.counter(slot)));
        return bits == 0 ? 0 : (int) (mixed >>> (Long.SIZE - bits));
    }

    /** What a state says of other things than copies. */
    public static SectorState front(SectorState state) {
        SectorState out = state.outline();
        state.dead().each((creator, trust, list) -> {
            for (int run = 0; run < list.count(); run++) {
                out.bury(state.authors().id(creator), trust, list.first(run), list.last(run));
            }
        });
        state.deferred().forEach(out::defer);
        return out;
    }

    /** The copies of a block. Each replica named in it counts as heard once, at the block's newest clock. */
    public static SectorState block(SectorState state, int bits, int index) {
        SectorState out = new SectorState(state.id());
        for (int slot = 0; slot < state.limit(); slot++) {
            if (state.table().isUsed(slot) && blockOf(state, slot, bits) == index) {
                pour(state, slot, out);
            }
        }
        long newest = 0;
        for (int slot = 0; slot < out.limit(); slot++) {
            long clock = out.newestClock(slot);
            newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
        }
        Authors authors = out.authors();
        for (int author = 0; author < authors.count(); author++) {
            if (authors.id(author) != Authors.NOBODY) {
                out.advance(authors.id(author), 1, newest);
            }
        }
        out.cutAt(state.cut());
        return out;
    }

    private static void pour(SectorState from, int slot, SectorState into) {
        int given = into.touch(from.entity(slot));
        into.place(given, from.placement(slot));
        into.join(given, from.cells(slot));
    }

    /** Puts a block's copies into a state that has none of them yet; false if they are not of that block there. */
    public static boolean add(SectorState block, int bits, int index, SectorState into) {
        if (block.cut() != into.cut() || !block.id().equals(into.id())) {
            return false;
        }
        for (int slot : block.slots()) {
            boolean fits = blockOf(block, slot, bits) == index && !into.isDead(block.entity(slot));
            if (!fits) {
                return false;
            }
            pour(block, slot, into);
        }
        return true;
    }
}
