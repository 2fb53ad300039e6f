package worldmesh.authority.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.WorldId;

@NullUnmarked // an unexpected null fails the test anyway
class CutEntryTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final SectorId NEXT = new SectorId(0, 1, 0);

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer holder = signatures.signer(0);

    private static Cut cut(SectorId sector, long number) {
        VersionVector reached = new VersionVector();
        reached.set(5, 7);
        reached.set(6, 2);
        return new Cut(sector, number, new TreeMap<>(Map.of(5L, 1_000L << 16)), reached);
    }

    private CutEntry entry(Cut... cuts) {
        var place = new RosterEntry.Place(WORLD, 3, 9, 1_000);
        return CutEntry.sign(Hash.of(new byte[] {2}), place, List.of(cuts), holder);
    }

    @Test
    void isReadAsItWasWritten() {
        CutEntry entry = entry(cut(SectorId.ORIGIN, 1), cut(NEXT, 4));

        CutEntry read = CutEntry.decode(entry.encode());

        assertEquals(entry, read);
        assertTrue(read.rootHolds());
        assertTrue(CutEntry.isOne(entry.encode()));
        assertNull(RosterEntry.decode(entry.encode()));
        assertNull(LogEntry.decode(entry.encode()));
    }

    @Test
    void hasTheBytesOfDocsJournal() throws IOException {
        String bytes = HexFormat.of()
                .formatHex(entry(cut(SectorId.ORIGIN, 1), cut(NEXT, 4)).encode());

        try (InputStream in = CutEntryTest.class.getResourceAsStream("/wire/cut-entry.hex")) {
            assertEquals(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip(), bytes);
        }
    }

    @Test
    void refusesEveryTruncationAndNoticesEveryBitFlip() {
        byte[] good = entry(cut(SectorId.ORIGIN, 1), cut(NEXT, 4)).encode();

        for (int length = 0; length < good.length; length++) {
            assertNull(CutEntry.decode(Arrays.copyOf(good, length)));
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            CutEntry read = CutEntry.decode(bad);
            boolean holds = read != null
                    && read.rootHolds()
                    && signatures.verify(
                            holder.publicKey(),
                            read.header().signedBytes(),
                            read.signature().bytes())
                    && read.previous().equals(Hash.of(new byte[] {2}));
            assertFalse(holds, "bit " + bit);
        }
    }

    @Test
    void cutsASectorOnceAndSomeSector() {
        Cut cut = cut(SectorId.ORIGIN, 1);

        assertNull(CutEntry.decode(entry(cut, cut).encode()));
        assertNull(CutEntry.decode(entry(cut(NEXT, 4), cut).encode()));
        assertNull(CutEntry.decode(entry().encode()));
        assertNotNull(CutEntry.decode(entry(cut).encode()));
    }
}
