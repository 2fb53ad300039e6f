package worldmesh.mesh.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.SeededSecureRandom;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.transport.Transport;
import worldmesh.mesh.wire.RecordHeader;

/** Records from one side to the other, over key changes. */
class RecordTest {
    private static final int CID = 0x0A0B0C;
    private static final SeededSecureRandom RANDOM = new SeededSecureRandom(1);
    private static final MeshCrypto CRYPTO = new TlsMeshCrypto(Ed25519Signer.generate(RANDOM), RANDOM);

    private final byte[] plain = new byte[2_048];
    private final RecordOpener opener = new RecordOpener(CRYPTO, new byte[32]);

    private static RecordSealer sealer(long maxRecords, long maxNanos) {
        return new RecordSealer(CRYPTO, new byte[32], CID, new Rekeying(maxRecords, maxNanos), 0);
    }

    private static byte[] seal(RecordSealer sealer, int content, long now) {
        byte[] data = new byte[64];
        data[RecordHeader.BYTES] = (byte) content;
        return Arrays.copyOf(data, sealer.seal(data, 1, now));
    }

    private int open(byte[] record, long now) {
        int opened = opener.open(record, record.length, plain, now);
        if (opened >= 0) {
            opener.accept();
        }
        return opened;
    }

    @Test
    void addsTwentyFourBytes() {
        assertEquals(25, seal(sealer(100, 1L << 60), 7, 0).length);
        assertEquals(24, RecordHeader.OVERHEAD_BYTES);
    }

    @Test
    void opensWhatWasSealedOnceOnly() {
        byte[] record = seal(sealer(100, 1L << 60), 7, 0);

        assertEquals(1, open(record, 0));
        assertEquals(7, plain[0]);
        assertEquals(RecordOpener.REPLAYED, open(record, 0));
    }

    @Test
    void changesKeysByCountAndStillRefusesReplaysOfTheOldOne() {
        RecordSealer sealer = sealer(4, 1L << 60);
        byte[][] records = new byte[12][];
        for (int i = 0; i < records.length; i++) {
            records[i] = seal(sealer, i, 0);
        }

        assertEquals(2, sealer.rekeys());
        for (int i : new int[] {0, 1, 2, 4, 3, 5, 6, 8, 7, 9, 10, 11}) {
            assertEquals(1, open(records[i], 0), "record " + i);
        }
        for (byte[] record : records) {
            assertFalse(open(record, 0) >= 0);
        }
    }

    @Test
    void neverSealsMoreThanOneGibibyteUnderOneKey() {
        int largest = Transport.MAX_CONTENT_BYTES + RecordHeader.OVERHEAD_BYTES;
        long records = MeshSettings.defaults().rekeyRecords();

        assertEquals(894_784, records);
        assertTrue(records * largest <= 1L << 30 && (records + 1) * largest > 1L << 30);
        assertThrows(IllegalArgumentException.class, () -> new Rekeying(records + 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> MeshSettings.defaults().withRekey(records + 1, 60_000));
    }

    @Test
    void changesKeysByTime() {
        RecordSealer sealer = sealer(Rekeying.RECORDS_MAX, 1_000);
        seal(sealer, 0, 999);
        assertEquals(0, sealer.rekeys());

        seal(sealer, 0, 1_000);

        assertEquals(1, sealer.rekeys());
    }

    @Test
    void oldKeyIsGoodForFiveSecondsAndThenGone() {
        RecordSealer sealer = sealer(2, 1L << 60);
        byte[] early = seal(sealer, 0, 0);
        byte[] late = seal(sealer, 1, 0);
        byte[] next = seal(sealer, 2, 0);

        assertEquals(1, open(next, 0));
        assertEquals(1, open(early, RecordOpener.OLD_EPOCH_NANOS - 1));
        assertEquals(RecordOpener.WRONG_EPOCH, open(late, RecordOpener.OLD_EPOCH_NANOS));
    }

    @Test
    void recordOfAKeyTwoAheadIsRefused() {
        RecordSealer sealer = sealer(1, 1L << 60);
        seal(sealer, 0, 0);
        seal(sealer, 1, 0);

        assertEquals(RecordOpener.WRONG_EPOCH, open(seal(sealer, 2, 0), 0));
    }

    @Test
    void counterBeyondThirtyTwoBitsIsRecovered() {
        byte[] header = new byte[RecordHeader.BYTES];
        for (long highest : new long[] {0xFFFF_FFF0L, 0x1_0000_0005L, 0x7_FFFF_FFFFL}) {
            for (long counter = highest - 1_000; counter < highest + 1_000; counter++) {
                RecordHeader.write(header, 3, CID, counter);

                assertEquals(counter, RecordHeader.counter(header, highest));
            }
        }
        assertEquals(CID, RecordHeader.cid(header));
        assertEquals(3, RecordHeader.epoch(header));
    }

    @Test
    void sameRecordIsSealedToTheSameBytes() {
        assertArrayEquals(seal(sealer(9, 9), 1, 0), seal(sealer(9, 9), 1, 0));
    }
}
