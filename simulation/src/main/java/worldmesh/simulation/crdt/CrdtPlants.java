package worldmesh.simulation.crdt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.simulation.plant.Plant;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Signature;

/** Bugs of one member's merge, built as a change of the batches that it is given. */
final class CrdtPlants {
    /** An op of a version that does not exist yet: it keeps a batch's number and changes nothing. */
    private static final Op NOTHING = new Op.Unknown(255, Payload.wrap(new byte[0]));

    private static final Signer NOBODY = new Signer() {
        @Override
        public PublicKey publicKey() {
            return new PublicKey(new byte[PublicKey.BYTES]);
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[Signature.BYTES];
        }
    };

    private CrdtPlants() {}

    /** True if the plant changes batches, which then bear no valid signature. */
    static boolean forges(Plant plant) {
        return plant == Plant.MERGE_BY_ARRIVAL || plant == Plant.DROP_TOMBSTONE;
    }

    /** True if a member settles what others may still contradict. */
    static boolean settlesEarly(Plant plant) {
        return plant == Plant.COLLAPSE_EARLY;
    }

    /** The cut that a member makes which takes all that itself has for stable. */
    static Cut early(Cut cut, Replica replica) {
        SortedMap<Long, Long> stable = new TreeMap<>(Long::compareUnsigned);
        SectorState state = replica.snapshot(cut.sector()).open();
        if (state == null) {
            return cut;
        }
        state.progress().forEach((author, last) -> stable.put(author, last.clock()));
        VersionVector reached = state.vector();
        return reached.covers(cut.reached()) ? new Cut(cut.sector(), cut.number(), stable, reached) : cut;
    }

    /** What a member does to a batch before it merges it. */
    static Function<SignedBatch, @Nullable SignedBatch> filter(Plant plant, LongSupplier worldMillis) {
        if (!forges(plant)) {
            return batch -> batch;
        }
        Set<BatchKey> met = new HashSet<>();
        long[] arrivals = {0};
        return batch -> {
            if (!met.add(batch.key())) {
                return null;
            }
            long clock = batch.clock();
            List<Op> ops = batch.ops();
            if (plant == Plant.MERGE_BY_ARRIVAL) {
                clock = ((worldMillis.getAsLong() - 1_000) << 16) + ++arrivals[0];
            } else {
                ops = ops.stream()
                        .map(op -> op instanceof Op.Delete || op instanceof Op.Exclude ? NOTHING : op)
                        .toList();
            }
            return SignedBatch.sign(batch.key(), new BatchContent(clock, batch.grant(), ops), NOBODY);
        };
    }
}
