package worldmesh.world.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.WorldId;

class BatchLogTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[0]));

    private static final Signer ANYBODY = new Signer() {
        @Override
        public PublicKey publicKey() {
            return new PublicKey(new byte[PublicKey.BYTES]);
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[64];
        }
    };

    private final BatchLog log = new BatchLog();

    @Test
    void findsWhatANeighbourLacksAsALookAtEveryBatchWould() {
        var random = new SplittableRandom(5);
        var naive = new ArrayList<SignedBatch>();
        var written = new VersionVector();
        for (int step = 0; step < 400; step++) {
            long replica = 1L + random.nextInt(4);
            SignedBatch batch = batch(replica, written.last(replica) + 1);
            written.set(replica, batch.sequence());
            log.append(batch);
            naive.add(batch);
            if (random.nextInt(3) == 0) {
                assertEquals(naive.remove(0), log.removeOldest());
            }
            VersionVector theirs = new VersionVector();
            for (long other = 1; other <= 4; other++) {
                theirs.set(other, random.nextLong(written.last(other) + 1));
            }

            assertEquals(
                    naive.stream()
                            .filter(each -> each.sequence() > theirs.last(each.replica()))
                            .toList(),
                    log.above(theirs, Integer.MAX_VALUE));
            assertEquals(bridgesNaively(naive, theirs, written), log.bridges(theirs, written));
        }
        assertEquals(naive, log.all());
    }

    private static boolean bridgesNaively(List<SignedBatch> batches, VersionVector theirs, VersionVector ours) {
        for (long replica = 1; replica <= 4; replica++) {
            long author = replica;
            long from = theirs.last(replica);
            long to = ours.last(replica);
            long held = batches.stream()
                    .filter(each -> each.replica() == author && each.sequence() > from && each.sequence() <= to)
                    .count();
            if (from < to && held != to - from) {
                return false;
            }
        }
        return true;
    }

    @Test
    void doesNotBridgeWhatASnapshotLeaptOver() {
        log.append(batch(1, 1));
        log.append(batch(1, 2));
        log.append(batch(1, 6));
        log.append(batch(1, 7));

        assertFalse(log.bridges(vector(1, 1), vector(1, 7)));
        assertTrue(log.bridges(vector(1, 5), vector(1, 7)));
        assertTrue(log.bridges(vector(1, 7), vector(1, 7)));
    }

    @Test
    void keepsToTheSizeButGivesAtLeastOne() {
        log.append(batch(1, 1));
        log.append(batch(1, 2));

        assertEquals(1, log.above(new VersionVector(), 1).size());
        assertEquals(2, log.above(new VersionVector(), 10_000).size());
    }

    @Test
    void findsSingleBatchesAndForgetsThemAll() {
        log.append(batch(1, 1));

        assertNotNull(log.batch(1, 1));
        assertNull(log.batch(1, 2));
        assertNull(log.batch(2, 1));
        assertTrue(log.bytes() > 0);
        log.clear();
        assertNull(log.removeOldest());
        assertEquals(0, log.bytes());
        assertEquals(0, log.count());
    }

    private static VersionVector vector(long replica, long sequence) {
        var vector = new VersionVector();
        vector.set(replica, sequence);
        return vector;
    }

    private static SignedBatch batch(long replica, long sequence) {
        var content = new BatchContent(sequence, null, List.of(new Op.Spawn(new EntityId(replica, sequence))));
        return SignedBatch.sign(new BatchKey(WORLD, SectorId.ORIGIN, replica, sequence), content, ANYBODY);
    }
}
