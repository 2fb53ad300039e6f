package worldmesh.authority.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

class JournalWorldStoreTest {
    private static final int RETAINED = 40;

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final MemoryRows journal = new MemoryRows();
    private final WorldManifest manifest = founding("isle");

    @Test
    void bindsAnEmptyStoreToOneWorldForEver() {
        JournalWorldStore store = new JournalWorldStore(journal);
        assertNull(store.manifest());
        store.found(manifest);
        store.found(manifest);

        var refused = assertThrows(IllegalStateException.class, () -> store.found(founding("other")));

        assertTrue(String.valueOf(refused.getMessage()).contains("cannot take \"other\""), refused.toString());
        assertEquals(manifest, new JournalWorldStore(journal).manifest());
    }

    @Test
    void refusesACorruptManifestInWords() {
        new JournalWorldStore(journal).found(manifest);
        byte[] row = journal.get(Table.MANIFEST.prefix());
        assertNotNull(row);
        journal.commit(new JournalBatch().put(Table.MANIFEST.prefix(), java.util.Arrays.copyOf(row, row.length - 1)));

        var refused = assertThrows(StoreDamagedException.class, () -> new JournalWorldStore(journal));

        assertTrue(String.valueOf(refused.getMessage()).startsWith("the stored manifest is damaged; restore"));
    }

    @Test
    void handsOutEachEpochOnceAcrossReopenings() {
        long first = new JournalWorldStore(journal).nextEpoch();
        long second = new JournalWorldStore(journal).nextEpoch();

        assertEquals(1, first);
        assertEquals(2, second);
    }

    @Test
    void keepsTheOffsetOfWorldTime() {
        JournalWorldStore store = new JournalWorldStore(journal);
        assertTrue(store.worldOffsetMillis().isEmpty());

        store.saveWorldOffsetMillis(-86_400_000);

        assertEquals(
                -86_400_000, new JournalWorldStore(journal).worldOffsetMillis().orElseThrow());
    }

    @Test
    void reopensToTheSameWorldFromBatches() {
        JournalWorldStore store = new JournalWorldStore(journal);
        store.found(manifest);
        Replica replica = replica(1, store);
        scribble(replica, store, 20);

        Replica again = replica(2, new JournalWorldStore(journal));

        assertEquals(replica.digest(), again.digest());
    }

    @Test
    void foldsBatchesThatAreRetainedNoLongerSoThatReopeningStaysShort() {
        JournalWorldStore store = new JournalWorldStore(journal, 100);
        store.found(manifest);
        Replica replica = replica(1, store);
        scribble(replica, store, 350);

        Replica again = replica(2, new JournalWorldStore(journal));

        assertEquals(replica.digest(), again.digest());
        assertTrue(count(Table.BATCH) <= RETAINED + 101, "batches kept: " + count(Table.BATCH));
        assertEquals(1, count(Table.SNAPSHOT));
        assertEquals(RETAINED, again.stats().retainedBatches(), "what was retained still is, signed");
    }

    @Test
    void aBatchOfALostBranchDoesNotSurviveInASnapshot() {
        JournalWorldStore store = new JournalWorldStore(journal, 100);
        store.found(manifest);
        Replica replica = replica(1, store);
        EntityId sign = replica.spawn(SectorId.ORIGIN, new Mines.Sign("first"));
        List<SignedBatch> lost = replica.seal(1000);
        store.append(lost, replica.proofs(), () -> {});
        for (int i = 0; i < 150; i++) {
            replica.put(sign, new Mines.Sign("text " + i));
            store.append(replica.seal(1001 + i), List.of(), () -> {});
        }
        JournalBatch later = new JournalBatch();
        store.retract(replica.seal(2000), later);
        assertEquals(1, count(Table.SNAPSHOT));

        JournalBatch rows = new JournalBatch();
        store.retract(lost, rows);
        journal.commit(rows);

        assertEquals(0, count(Table.SNAPSHOT));
        assertFalse(replica(2, new JournalWorldStore(journal)).exists(sign));
    }

    private int count(Table table) {
        int[] count = {0};
        journal.scan(table.prefix(), (key, value) -> ++count[0] > 0);
        return count[0];
    }

    private void scribble(Replica replica, JournalWorldStore store, int edits) {
        EntityId sign = replica.spawn(SectorId.ORIGIN, new Mines.Sign("first"));
        for (int i = 0; i < edits; i++) {
            replica.put(sign, new Mines.Sign("text " + i));
            store.append(replica.seal(1000 + i), replica.proofs(), () -> {});
        }
    }

    private Replica replica(long nonce, JournalWorldStore store) {
        ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), root, nonce);
        Replica replica = new Replica(new Replica.Setup(
                manifest,
                Mines.SCHEMA,
                self,
                signatures,
                OwnershipCheck.STRICT,
                new ReplicaLimits(RETAINED, 1 << 20, 64, 64)));
        replica.learn(self.certificate());
        store.load(replica);
        store.append(List.of(), List.of(self.certificate()), () -> {});
        return replica;
    }

    private WorldManifest founding(String name) {
        var when = new WorldManifest.Founding(1000, 5);
        return WorldManifest.found(name, Membership.OPEN, Hosting.PARTY, when, root);
    }
}
