package worldmesh.world.sync.sketch;

import java.util.Arrays;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.NumberColumn;

/**
 * Hashes named to whoever has them by their first bits alone: as many bits as tell its items apart, and ten more, so
 * that one in a thousand names another item too. Immutable.
 */
public final class HashPrefixes {
    private static final int SPARE_BITS = 10;
    private static final HashPrefixes NONE = new HashPrefixes(0, new long[0]);

    private final int width;
    private final long[] prefixes;

    private HashPrefixes(int width, long[] prefixes) {
        this.width = width;
        this.prefixes = prefixes;
    }

    /** No hashes. */
    public static HashPrefixes none() {
        return NONE;
    }

    /** Names hashes, rising as unsigned numbers, to somebody who has so many items. */
    public static HashPrefixes of(long[] hashes, int items) {
        int width = Math.min(63, BitWriter.width(items) + SPARE_BITS);
        long[] prefixes = new long[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            prefixes[i] = hashes[i] >>> (64 - width);
        }
        return new HashPrefixes(width, prefixes);
    }

    /** How many hashes are named. */
    public int count() {
        return prefixes.length;
    }

    /** True if this hash is named, or one that begins alike. */
    public boolean names(long hash) {
        return prefixes.length > 0 && Arrays.binarySearch(prefixes, hash >>> (64 - width)) >= 0;
    }

    /** Writes all of them: docs/wire-world.md, "Sketch". */
    public void encode(ByteWriter out) {
        out.varint(prefixes.length);
        if (prefixes.length == 0) {
            return;
        }
        NumberColumn gaps = new NumberColumn();
        for (int i = 0; i < prefixes.length; i++) {
            gaps.add(prefixes[i] - (i == 0 ? 0 : prefixes[i - 1]));
        }
        BitWriter bits = new BitWriter();
        gaps.encode(bits);
        byte[] packed = bits.toBytes();
        // A byte for each prefix at least, so that few bytes never unfold to many.
        out.u8(width).block(Arrays.copyOf(packed, Math.max(packed.length, prefixes.length)));
    }

    /** Reads what {@link #encode} wrote; malformed ones fail the reader. */
    public static HashPrefixes decode(ByteReader in) {
        int count = in.count(CodedSymbols.MAX);
        if (count == 0 || !in.ok()) {
            return NONE;
        }
        int width = in.u8();
        byte[] packed = in.block(8 * CodedSymbols.MAX + 8);
        if (width < 1 || width > 63 || count > packed.length) {
            in.fail();
            return NONE;
        }
        BitReader bits = new BitReader(packed, 0, packed.length);
        long[] prefixes = NumberColumn.decode(count, bits);
        for (int i = 1; i < count; i++) {
            prefixes[i] += prefixes[i - 1];
            if (prefixes[i] < prefixes[i - 1]) {
                in.fail();
            }
        }
        if (!bits.completePadded(count) || prefixes[0] < 0 || prefixes[count - 1] >>> width != 0) {
            in.fail();
        }
        return new HashPrefixes(width, prefixes);
    }
}
