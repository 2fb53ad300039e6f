package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sync.ParkReason;

/** What became of a batch. */
public sealed interface MergeResult {
    /** The kinds of result. */
    enum Kind {
        /** It is part of the world now: store it and pass it on. */
        APPLIED,
        /** It was part of the world already. */
        KNOWN,
        /** It waits for something: pass it on, it applies later. */
        PARKED,
        /** It will never be part of the world. */
        REJECTED
    }

    /** Which kind it is. */
    Kind kind();

    /**
     * The batches that became part of the world, parked ones included, in order; and what changed, which is made when
     * it is looked at: do so before the next edit or merge, which forgets it.
     */
    record Applied(List<SignedBatch> batches, List<Change> changes) implements MergeResult {
        /** Copies the batches. */
        public Applied {
            batches = List.copyOf(batches);
        }

        Applied with(List<Change> more) {
            if (more.isEmpty()) {
                return this;
            }
            List<Change> all = new ArrayList<>(changes);
            all.addAll(more);
            return new Applied(batches, all);
        }

        @Override
        public Kind kind() {
            return Kind.APPLIED;
        }
    }

    /** Known before. */
    record Known() implements MergeResult {
        @Override
        public Kind kind() {
            return Kind.KNOWN;
        }
    }

    /** Waits. */
    record Parked(ParkReason reason) implements MergeResult {
        @Override
        public Kind kind() {
            return Kind.PARKED;
        }
    }

    /** Refused. */
    record Rejected(RejectReason reason) implements MergeResult {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }
}
