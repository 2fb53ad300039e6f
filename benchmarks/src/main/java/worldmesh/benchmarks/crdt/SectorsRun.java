package worldmesh.benchmarks.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import worldmesh.benchmarks.crdt.WorkloadParty.Hp;
import worldmesh.benchmarks.crdt.WorkloadParty.Pos;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.loop.ForesightVerifier;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.MergeAhead;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * What a peer that comes back merges: batches that four others signed in eight sectors, twenty ops each, as a tick of
 * play has; decoded, checked, applied. The bound is the checks alone, one after the other and on all cores.
 */
final class SectorsRun {
    private static final int AUTHORS = 4;
    private static final int SECTORS = 8;
    private static final int OPS = 20;
    private static final int ENTITIES = 40;

    /** Batches that come in one message. */
    private static final int MESSAGE = 128;

    private final WorkloadParty party = new WorkloadParty(AUTHORS, true);
    private final List<byte[]> batches = new ArrayList<>();
    private final List<Hash> worlds = new ArrayList<>();
    private final byte[] signedText = new byte[64];
    private final PublicKey key;
    private final byte[] signature;
    private double merged = Double.MAX_VALUE;
    private double spread = Double.MAX_VALUE;
    private double checked = Double.MAX_VALUE;
    private double checkedSpread = Double.MAX_VALUE;

    /** So many batches, by the seed. */
    SectorsRun(int count, int seed) {
        Ed25519Signer signer = Ed25519Signer.ofSeed(new byte[Ed25519Signer.SEED_BYTES]);
        key = signer.publicKey();
        signature = signer.sign(signedText);
        Random random = new Random(seed);
        List<Replica> authors = new ArrayList<>();
        EntityId[][] entities = new EntityId[AUTHORS][ENTITIES * SECTORS];
        for (int i = 0; i < AUTHORS; i++) {
            Replica author = party.open(i + 1, Ed25519Verifier.INSTANCE);
            authors.add(author);
            for (int e = 0; e < entities[i].length; e++) {
                entities[i][e] = author.spawn(new SectorId(e % SECTORS, 0, 0), new Pos(e, 1, 1));
            }
            author.seal(WorkloadParty.NOON).forEach(batch -> batches.add(batch.encode()));
        }
        for (int made = 0; batches.size() < count; made++) {
            int author = made % AUTHORS;
            int sector = made / AUTHORS % SECTORS;
            for (int op = 0; op < OPS; op++) {
                EntityId entity = entities[author][random.nextInt(ENTITIES) * SECTORS + sector];
                if (op % 4 == 0) {
                    authors.get(author).add(entity, Hp.class, random.nextInt(100));
                } else {
                    authors.get(author).put(entity, new Pos(random.nextInt(60_000), op, random.nextInt(60_000)));
                }
            }
            authors.get(author).seal(WorkloadParty.NOON + made).forEach(batch -> batches.add(batch.encode()));
        }
    }

    /** One round of all four; the least time of each over all rounds counts, since what disturbs only adds. */
    void round() {
        merged = Math.min(merged, merge(Ed25519Verifier.INSTANCE));
        spread = Math.min(spread, merge(new ForesightVerifier(Ed25519Verifier.INSTANCE)));
        checked =
                Math.min(checked, time(() -> IntStream.range(0, batches.size()).forEach(this::check)));
        checkedSpread = Math.min(
                checkedSpread,
                time(() -> IntStream.range(0, batches.size()).parallel().forEach(this::check)));
    }

    private void check(int unused) {
        if (!Ed25519Verifier.INSTANCE.verify(key, signedText, signature)) {
            throw new IllegalStateException("a good signature was refused");
        }
    }

    private static double time(Runnable work) {
        long start = SystemClock.INSTANCE.nanoTime();
        work.run();
        return (double) SystemClock.INSTANCE.nanoTime() - start;
    }

    private double merge(SignatureVerifier verifier) {
        Replica replica = party.open(WorkloadParty.FOUNDER, verifier);
        MergeAhead ahead = new MergeAhead(replica);
        double nanos = time(() -> {
            for (int at = 0; at < batches.size(); at += MESSAGE) {
                List<SignedBatch> message = new ArrayList<>(MESSAGE);
                for (byte[] raw : batches.subList(at, Math.min(batches.size(), at + MESSAGE))) {
                    message.add(Objects.requireNonNull(SignedBatch.decode(raw)));
                }
                for (MergeResult result : ahead.merge(message, WorkloadParty.NOON + batches.size())) {
                    if (!(result instanceof MergeResult.Applied)) {
                        throw new IllegalStateException("a batch was not merged: " + result);
                    }
                }
            }
        });
        worlds.add(replica.digest());
        return nanos;
    }

    /** True if every merge made the same world. */
    boolean converged() {
        return worlds.stream().distinct().count() == 1;
    }

    int batches() {
        return batches.size();
    }

    /** Batches a second on the caller's thread alone, and with a second one for signatures. */
    double[] perSecond() {
        return new double[] {batches.size() * 1e9 / merged, batches.size() * 1e9 / spread};
    }

    /** How much faster merging is with the second core, and how much the checks alone are. */
    double[] scaling() {
        return new double[] {merged / spread, checked / checkedSpread};
    }

    /** The part of merging with one core that checking signatures takes. */
    double checksShare() {
        return checked / merged;
    }

    @Override
    public String toString() {
        return Arrays.toString(scaling());
    }
}
