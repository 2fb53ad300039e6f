package worldmesh.authority.member;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.bytes.Payload;
import worldmesh.world.command.TickHeader;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
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

    /** Writes a CRITICAL cell of an entity that a player made. */
    private SignedBatch strike(long sequence, EntityId entity, int count) {
        ComponentType<Mines.Strikes> type = Mines.SCHEMA.type(Mines.Strikes.class);
        byte[] value = type.codec().encode(new Mines.Strikes(count));
        return batch(sequence, new Op.Write(entity, type.id(), null, sequence, Payload.wrap(value)));
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
        StateRows state = new StateRows(journal, Mines.SCHEMA);
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
        EntityId mark = EntityId.of(77, 1, Trust.OWNED);
        EntityId gone = EntityId.of(77, 2, Trust.SHARED);
        List<SignedBatch> one = List.of(birth(1, 4), birth(2, 8), strike(3, mark, 7), strike(4, gone, 7));
        List<SignedBatch> two =
                List.of(batch(5, new Op.Transfer(claim())), strike(6, mark, 8), batch(7, new Op.Delete(gone, null)));
        MemoryRows early = new MemoryRows();
        byte[] before = rows(early, List.of(one)).capture();
        byte[] direct = rows(journal, List.of(one, two)).capture();

        MemoryRows late = new MemoryRows();
        JournalBatch taken = new JournalBatch();
        assertTrue(new StateRows(late, Mines.SCHEMA).install(before, taken));
        late.commit(taken);
        byte[] joined = rows(late, List.of(two)).capture();

        assertArrayEquals(direct, joined);
        assertArrayEquals(direct, new StateRows(journal, Mines.SCHEMA).capture(), "after a restart");
        assertFalse(Arrays.equals(direct, before));
        int[] cells = new int[1];
        late.scan(Table.CRITICAL.prefix(), (key, value) -> ++cells[0] > 0);
        assertEquals(1, cells[0], "the log deleted the other entity");
    }

    @Test
    void aStateRestsOnVeryBatchesNotOnTheirNumbers() {
        byte[] state = rows(journal, List.of(List.of(birth(1, 4), birth(2, 8)))).capture();
        StateRows honest = new StateRows(new MemoryRows(), Mines.SCHEMA);
        StateRows deceived = new StateRows(new MemoryRows(), Mines.SCHEMA);
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
        StateRows newcomer = new StateRows(new MemoryRows(), Mines.SCHEMA);

        newcomer.install(state, new JournalBatch());

        assertTrue(newcomer.covers(birth(1, 4)));
        assertFalse(newcomer.covers(birth(2, 8)));
        assertFalse(newcomer.install(new byte[] {4, 1}, new JournalBatch()), "cut off");
        assertFalse(newcomer.install(new byte[] {3, 0, 0, 0}, new JournalBatch()), "an older version");
    }

    @Test
    void writesTheRowsAndTheStateOfDocsJournalBitByBit() {
        SignedBatch strike = strike(2, EntityId.of(77, 1, Trust.OWNED), 7);
        StateRows state = rows(journal, List.of(List.of(birth(1, 4), strike)));
        String chain = HexFormat.of()
                .formatHex(Reached.Mark.NONE
                        .after(birth(1, 4))
                        .after(strike)
                        .chain()
                        .bytes());
        String place = "00" + "00".repeat(16);
        String replica = HexFormat.of().toHexDigits(tenure.replica());
        String little = HexFormat.of().toHexDigits(Long.reverseBytes(tenure.replica()));

        StringBuilder rows = new StringBuilder();
        journal.scan(Table.REACHED.prefix(), (key, value) -> {
            rows.append(HexFormat.of().formatHex(key)).append(' ');
            rows.append(HexFormat.of().formatHex(value));
            return true;
        });

        assertEquals("22" + place + replica + " " + "000000" + little + "02" + chain, rows.toString());
        String cell = "1525" + "000000000000004d" + "0000000000000005" + "54b4ad30";
        assertEquals(
                "05" + "02" + "0112" + "0109" + cell + "010e" + "01" + "000000" + little + "02" + chain + "00",
                HexFormat.of().formatHex(state.capture()));
    }

    @Test
    void aStoreFromBeforeCellsWereKeptHasThemInItsLog() {
        EntityId mark = EntityId.of(77, 1, Trust.OWNED);
        LogEntry entry = Objects.requireNonNull(LogEntry.decode(entry(strike(1, mark, 7))));
        byte[] state = rows(journal, List.of(entry.batches())).capture();
        JournalBatch before = new JournalBatch();
        before.put(Table.LOG.key(16).putLong(1).putLong(1).array(), entry.encode());
        journal.scan(Table.CRITICAL.prefix(), (key, value) -> {
            before.delete(key);
            return true;
        });
        journal.commit(before);

        assertArrayEquals(state, new StateRows(journal, Mines.SCHEMA).capture());
    }

    private byte[] entry(SignedBatch batch) {
        Hash none = Head.NONE.hash();
        var header = new TickHeader(manifest.worldId(), 1, 1, NOW, 1, none);
        return new LogEntry(none, header, new Signature(new byte[Signature.BYTES]), List.of(), List.of(batch)).encode();
    }
}
