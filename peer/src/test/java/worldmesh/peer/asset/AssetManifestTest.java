package worldmesh.peer.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.world.hash.Hash;

class AssetManifestTest {
    private static AssetManifest of(long size, int groups) {
        return new AssetManifest("a", size, Collections.nCopies(groups, Hash.of()));
    }

    @Test
    void itComesBackFromItsBytesUnderTheSameId() {
        AssetManifest manifest = of(40_000_000, 2);

        AssetManifest read = AssetManifest.decode(manifest.encode());

        assertEquals(manifest, read);
        assertEquals(manifest.id(), read == null ? null : read.id());
    }

    @Test
    void theLargestFitsWhereItIsRead() {
        AssetManifest largest = new AssetManifest(
                "x".repeat(255), AssetManifest.SIZE_MAX, Collections.nCopies(AssetManifest.GROUPS_MAX, Hash.of()));

        assertTrue(largest.encode().length <= AssetManifest.BYTES_MAX);
        assertEquals(largest, AssetManifest.decode(largest.encode()));
    }

    @Test
    void eachChangeIsAnotherFile() {
        assertNotEquals(of(5, 1).id(), of(6, 1).id());
        assertNotEquals(of(5, 1).id(), new AssetManifest("b", 5, List.of(Hash.of())).id());
        assertNotEquals(of(5, 1).id(), new AssetManifest("a", 5, List.of(Hash.of(new byte[1]))).id());
    }

    @Test
    void partsCoverTheFileExactly() {
        for (long size : new long[] {0, 1, 32_768, 32_769, 33_554_432, 33_554_433, 100_000_000}) {
            AssetManifest manifest = of(size, (int) ((size + (32 << 20) - 1) / (32 << 20)));
            long chunks = 0;
            long hashes = 0;
            for (int part = 0; part < manifest.parts(); part++) {
                if (manifest.isGroup(part)) {
                    hashes += manifest.partBytes(part);
                } else {
                    assertEquals(chunks, manifest.offset(part));
                    chunks += manifest.partBytes(part);
                }
            }
            assertEquals(size, chunks);
            assertEquals(manifest.chunks() * 32L, hashes);
        }
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] whole = of(40_000_000, 2).encode();
        for (int length = 0; length < whole.length; length++) {
            assertNull(AssetManifest.decode(Arrays.copyOf(whole, length)));
        }
        assertNull(AssetManifest.decode(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> of(1, 0));
        assertThrows(IllegalArgumentException.class, () -> of(AssetManifest.SIZE_MAX + 1, 1_025));
    }
}
