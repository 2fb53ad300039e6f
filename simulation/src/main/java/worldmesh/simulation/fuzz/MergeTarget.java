package worldmesh.simulation.fuzz;

import worldmesh.simulation.game.SimWorld;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.fuzz.FuzzTarget;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/**
 * Merges what a member of the world might have signed: any ops that can be read, under its own key and next number. A
 * batch that is not applied must leave the world as it was.
 */
final class MergeTarget implements FuzzTarget.Reader {
    /** A replica keeps what it merged; a fresh one now and then keeps each run as fast as the first. */
    private static final int LIFETIME = 512;

    private static final ReplicaLimits LIMITS = new ReplicaLimits(64, 1 << 20, 256, 128);
    private static final int CHECKED_ONE_IN = 64;

    private final SimulatedSignatures keys = new SimulatedSignatures();
    private final WorldManifest manifest = WorldManifest.found(
            "fuzz",
            Membership.OPEN,
            Hosting.HOSTED,
            new WorldManifest.Founding(Scheduler.EPOCH_MILLIS, 1),
            keys.signer(0));
    private long openings;
    private final ReplicaIdentity author = fresh(2);
    private Replica replica = replica();
    private long merged;
    private long sequence;

    private ReplicaIdentity fresh(long peer) {
        return ReplicaIdentity.draw(manifest.worldId(), keys.signer(peer), ++openings);
    }

    private Replica replica() {
        Replica out = new Replica(
                new Replica.Setup(manifest, SimWorld.SCHEMA, fresh(1), keys, OwnershipCheck.STRICT, LIMITS));
        out.learn(author.certificate());
        sequence = 0;
        return out;
    }

    @Override
    public boolean reads(byte[] data) {
        SignedBatch read = SignedBatch.decode(data);
        if (read == null) {
            return false;
        }
        if (++merged % LIFETIME == 0) {
            replica = replica();
        }
        Hash before = merged % CHECKED_ONE_IN == 0 ? replica.digest() : null;
        // As it came: nobody signed it.
        MergeResult stranger = replica.merge(read, Scheduler.EPOCH_MILLIS);
        if (stranger instanceof MergeResult.Applied
                || (before != null && !replica.digest().equals(before))) {
            throw new IllegalStateException("a batch without a signature changed the world");
        }
        long clock = (Scheduler.EPOCH_MILLIS << 16) + sequence + 1;
        BatchKey key = new BatchKey(manifest.worldId(), read.sector(), author.replica(), sequence + 1);
        if (read.sizeBytes() < SignedBatch.MAX_BYTES / 2 && fits(read)) {
            SignedBatch signed =
                    SignedBatch.sign(key, new BatchContent(clock, read.grant(), read.ops()), author.signer());
            replica.merge(signed, Scheduler.EPOCH_MILLIS);
            sequence = replica.vector(read.sector()).last(author.replica());
        }
        return true;
    }

    /** Few strings: repeated by columns they may be more than a batch that is packed otherwise can hold. */
    private static boolean fits(SignedBatch batch) {
        return batch.ops().stream().mapToLong(BatchContent::sizeBound).sum() < SignedBatch.MAX_BYTES;
    }
}
