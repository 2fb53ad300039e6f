package worldmesh.authority.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.ledger.AccountId;
import worldmesh.authority.ledger.Ledger;
import worldmesh.authority.ledger.TransferId;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.WorldId;

class JournalWireTest {
    private final RowDraft rows = new RowDraft(new MemoryRows()::get);

    @Test
    void writesTheRowsOfDocsJournalBitByBit() throws IOException {
        AccountId vein = new AccountId(new EntityId(0x1122334455667788L, 6), 0x0A0B0C0D, "gold");
        AccountId purse = new AccountId(new EntityId(0x1122334455667788L, 10), 0x01020304, "gold");
        Ledger.mint(rows, new TransferId(3, 1, 0), vein, 500);
        Ledger.transfer(rows, new TransferId(3, 2, 0), vein, purse, 30);
        sealThreeTicks();

        assertEquals(golden(), hex());
    }

    private void sealThreeTicks() {
        Signer root = new SimulatedSignatures().signer(0);
        Grant grant = Grant.sign(new WorldId(Hash.of(new byte[] {1})), 3, root.publicKey(), null, root);
        byte[] player = new byte[PeerId.BYTES];
        Arrays.fill(player, (byte) 0xAA);
        CommandId id = new CommandId(PeerId.ofBytes(player), 7, 2);
        CommandEnvelope envelope = new CommandEnvelope(id, SectorId.ORIGIN, 99, new byte[] {1, 2, 3});
        TickLog log = new TickLog(rows, grant, root);
        Verdict verdict = new Verdict.Accepted(id, 3, log.takeIndex());
        log.seal(List.of(new Decided(envelope, verdict, new byte[] {0}, new byte[0])), List.of(), 1_000_000, rows);
        SignedBatch batch = SignedBatch.sign(
                new BatchKey(grant.world(), SectorId.ORIGIN, 5, 1),
                new BatchContent(1_000_016L << 16, grant.id(), List.of(new Op.Spawn(new EntityId(5, 6)))),
                root);
        Decided second = new Decided(envelope, verdict, new byte[] {0}, new byte[] {1, 2, 3, 4, 5});
        log.seal(List.of(second), List.of(batch), 1_000_016, rows);
        CommandId third = new CommandId(root.peer(), 7, 3);
        CommandEnvelope bare = new CommandEnvelope(third, SectorId.ORIGIN, 99, new byte[] {1, 2, 3});
        CommandEnvelope sealed = CommandSeal.seal(List.of(bare, bare), grant.world(), 1_000_020, root)
                .get(1);
        Verdict refused = new Verdict.Rejected(third, "no");
        log.seal(List.of(new Decided(sealed, refused, new byte[0], new byte[] {9})), List.of(), 1_000_032, rows);
    }

    private String hex() {
        JournalBatch batch = new JournalBatch();
        rows.addTo(batch);
        StringBuilder out = new StringBuilder();
        for (JournalBatch.Row row : batch.rows()) {
            byte[] value = row.value();
            assertNotNull(value);
            out.append(HexFormat.of().formatHex(row.key())).append(' ');
            out.append(HexFormat.of().formatHex(value)).append('\n');
        }
        return out.toString();
    }

    private static String golden() throws IOException {
        try (InputStream in = JournalWireTest.class.getResourceAsStream("/wire/journal-rows.hex")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
