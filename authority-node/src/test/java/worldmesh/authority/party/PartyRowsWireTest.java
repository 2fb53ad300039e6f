package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.MemoryRows;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/** The rows of a member of a party as docs/journal.md has them, tables 18 to 1e and 23, bit by bit. */
class PartyRowsWireTest {
    private static PeerId peer(int value) {
        byte[] bytes = new byte[PeerId.BYTES];
        Arrays.fill(bytes, (byte) value);
        return PeerId.ofBytes(bytes);
    }

    @Test
    void writesTheRowsOfDocsJournalBitByBit() throws IOException {
        MemoryRows journal = new MemoryRows();
        PartyLog log = new PartyLog(journal, new RosterLink(PartyRoster.founding(peer(7)), Head.NONE), ToyEntry::open);
        JournalBatch rows = new JournalBatch();
        Entry first = entry(new ToyEntry(300, 1, Head.NONE.hash(), 5, false, null));
        PartyRoster next = new PartyRoster(1, true, List.of(peer(8), peer(7)));
        Entry roster = entry(new ToyEntry(300, 2, first.head().hash(), 0, false, next));
        Entry waiting = entry(new ToyEntry(301, 3, roster.head().hash(), 6, false, null));

        log.promise(301, peer(8), rows);
        log.commit(first, rows);
        log.commit(roster, rows);
        log.accept(301, List.of(waiting), rows);
        log.disown(waiting.head(), rows);
        journal.commit(rows);
        JournalBatch later = new JournalBatch();
        log.rebase(roster.head(), log.chain().told(), later);
        JournalBatch lost = new JournalBatch();
        abandon(log, lost);

        assertEquals(golden(), hex(rows) + "rebase\n" + hex(later) + "abandon\n" + hex(lost));
    }

    private static void abandon(PartyLog log, JournalBatch rows) {
        log.abandon(log.chain().told(), Head.NONE, rows);
    }

    private static Entry entry(ToyEntry toy) {
        return Objects.requireNonNull(ToyEntry.open(toy.encode()));
    }

    private static String hex(JournalBatch batch) {
        StringBuilder out = new StringBuilder();
        for (JournalBatch.Row row : batch.rows()) {
            byte[] value = row.value();
            out.append(HexFormat.of().formatHex(row.key()));
            out.append(value == null ? " deleted" : " " + HexFormat.of().formatHex(value));
            out.append('\n');
        }
        return out.toString();
    }

    private static String golden() throws IOException {
        try (InputStream in = PartyRowsWireTest.class.getResourceAsStream("/wire/party-rows.hex")) {
            assertNotNull(in);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
