package worldmesh.authority.member;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldManifest;

class StateRowsTest {
    private static final long NOW = 1_000_000;

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer holder = signatures.signer(0);
    private final WorldManifest manifest =
            WorldManifest.found("rows", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(NOW, 5), holder);
    private final ReplicaIdentity tenure = ReplicaIdentity.drawTenure(manifest.worldId(), holder, 40);
    private final MemoryRows journal = new MemoryRows();

    private SignedBatch batch(long sequence, Op... ops) {
        return SignedBatch.sign(
                new BatchKey(manifest.worldId(), SectorId.ORIGIN, tenure.replica(), sequence),
                new BatchContent(((NOW + sequence) << 16), null, List.of(ops)),
                holder);
    }

    private SignedBatch birth(long sequence, long counter) {
        return batch(sequence, new Op.Spawn(new EntityId(tenure.replica(), counter)));
    }

    private Claim claim() {
        return new Claim(
                        manifest.worldId(),
                        new EntityId(tenure.replica(), 4),
                        1,
                        holder.peer(),
                        null,
                        new ProofId(5, 6),
                        NOW << 16,
                        tenure.replica(),
                        new Signature(new byte[Signature.BYTES]))
                .signedBy(holder);
    }

    private static StateRows rows(MemoryRows journal, List<List<SignedBatch>> entries) {
        StateRows state = new StateRows(journal);
        for (List<SignedBatch> batches : entries) {
            JournalBatch rows = new JournalBatch();
            state.advance(batches, rows);
            rows.put(Table.ACCOUNT.prefix(), new byte[] {9});
            journal.commit(rows);
        }
        return state;
    }

    private Replica replica(long name, List<SignedBatch> merged) {
        ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), signatures.signer(3), name);
        Replica replica = new Replica(manifest, Mines.SCHEMA, self, signatures);
        replica.learn(tenure.certificate());
        merged.forEach(batch -> replica.merge(batch, NOW + 100_000));
        return replica;
    }

    @Test
    void membersWithTheSameLogHaveTheSameStateHoweverTheyCameToIt() {
        List<SignedBatch> one = List.of(birth(1, 4), birth(2, 8));
        List<SignedBatch> two = List.of(batch(3, new Op.Transfer(claim())));
        MemoryRows early = new MemoryRows();
        byte[] before = rows(early, List.of(one)).capture();
        byte[] direct = rows(journal, List.of(one, two)).capture();

        MemoryRows late = new MemoryRows();
        JournalBatch taken = new JournalBatch();
        assertTrue(new StateRows(late).install(before, taken));
        late.commit(taken);
        byte[] joined = rows(late, List.of(two)).capture();

        assertArrayEquals(direct, joined);
        assertArrayEquals(direct, new StateRows(journal).capture(), "after a restart");
        assertFalse(Arrays.equals(direct, before));
    }

    @Test
    void aStateRestsOnVeryBatchesNotOnTheirNumbers() {
        byte[] state = rows(journal, List.of(List.of(birth(1, 4), birth(2, 8)))).capture();
        StateRows honest = new StateRows(new MemoryRows());
        StateRows deceived = new StateRows(new MemoryRows());
        honest.install(state, new JournalBatch());
        deceived.install(state, new JournalBatch());

        assertFalse(honest.isCovered(replica(1, List.of(birth(1, 4)))), "one is not here yet");
        assertTrue(honest.isCovered(replica(2, List.of(birth(1, 4), birth(2, 8)))));
        assertFalse(deceived.isCovered(replica(3, List.of(birth(1, 4), birth(2, 12)))));
        assertTrue(deceived.isContradicted());
    }

    @Test
    void admitsWhatTheStateNamesAndNothingBeyond() {
        byte[] state = rows(journal, List.of(List.of(birth(1, 4)))).capture();
        StateRows newcomer = new StateRows(new MemoryRows());

        newcomer.install(state, new JournalBatch());

        assertTrue(newcomer.covers(birth(1, 4)));
        assertFalse(newcomer.covers(birth(2, 8)));
        assertFalse(newcomer.install(new byte[] {3, 1}, new JournalBatch()), "cut off");
        assertFalse(newcomer.install(new byte[] {2, 0, 0, 0}, new JournalBatch()), "an older version");
    }

    @Test
    void writesTheRowsAndTheStateOfDocsJournalBitByBit() {
        StateRows state = rows(journal, List.of(List.of(birth(1, 4))));
        String chain = HexFormat.of()
                .formatHex(Reached.Mark.NONE.after(birth(1, 4)).chain().bytes());
        String place = "00" + "00".repeat(16);
        String replica = HexFormat.of().toHexDigits(tenure.replica());
        String little = HexFormat.of().toHexDigits(Long.reverseBytes(tenure.replica()));

        StringBuilder rows = new StringBuilder();
        journal.scan(Table.REACHED.prefix(), (key, value) -> {
            rows.append(HexFormat.of().formatHex(key)).append(' ');
            rows.append(HexFormat.of().formatHex(value));
            return true;
        });

        assertEquals("22" + place + replica + " " + "000000" + little + "01" + chain, rows.toString());
        assertEquals(
                "03" + "01" + "0112" + "0109" + "01" + "000000" + little + "01" + chain + "00",
                HexFormat.of().formatHex(state.capture()));
    }
}
