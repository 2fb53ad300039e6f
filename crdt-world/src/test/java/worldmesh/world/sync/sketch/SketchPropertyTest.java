package worldmesh.world.sync.sketch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** A sketch names exactly what two sets differ by, from few symbols, or says that it does not. */
@NullUnmarked // an unexpected null fails the test anyway
class SketchPropertyTest {
    private static final int STEP = 16;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.sketch.seeds", 60));
    }

    /** Two sets that share some items. */
    private record Sets(long[] theirs, long[] ours, long[] onlyTheirs, long[] onlyOurs) {
        static Sets draw(Random random, int shared, int theirs, int ours) {
            long[] all = random.longs()
                    .distinct()
                    .limit((long) shared + theirs + ours)
                    .toArray();
            long[] both = Arrays.copyOf(all, shared);
            long[] left = Arrays.copyOfRange(all, shared, shared + theirs);
            long[] right = Arrays.copyOfRange(all, shared + theirs, all.length);
            return new Sets(concat(both, left), concat(right, both), sorted(left), sorted(right));
        }

        private static long[] concat(long[] one, long[] other) {
            return LongStream.concat(LongStream.of(one), LongStream.of(other)).toArray();
        }

        private static long[] sorted(long[] items) {
            return LongStream.of(items)
                    .boxed()
                    .sorted(Long::compareUnsigned)
                    .mapToLong(Long::longValue)
                    .toArray();
        }
    }

    /** Streams symbols until they are decoded; what it took, or -1. */
    private static SketchDecoder reconcile(Sets sets, int step, int most) {
        SketchEncoder theirs = new SketchEncoder(sets.theirs());
        SketchDecoder decoder = new SketchDecoder(new SketchEncoder(sets.ours()));
        int sent = 0;
        boolean decoded = false;
        while (!decoded && !decoder.isFailed() && sent < most) {
            decoded = decoder.add(theirs.symbols(sent, sent + step));
            sent += step;
        }
        return decoder;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDifferenceOfAnyTwoSetsIsFoundExactly(long seed) {
        Random random = new Random(seed);
        int shared = random.nextInt(2_000);
        Sets sets = Sets.draw(random, shared, random.nextInt(1 + random.nextInt(300)), random.nextInt(60));

        SketchDecoder decoder = reconcile(sets, 1 + random.nextInt(40), CodedSymbols.MAX);

        assertTrue(decoder.isDecoded());
        assertArrayEquals(sets.onlyTheirs(), decoder.onlyTheirs());
        assertArrayEquals(sets.onlyOurs(), decoder.onlyOurs());
    }

    @Test
    void aThousandDifferencesTakeAtMostOneAndAHalfSymbolsEach() {
        long symbols = 0;
        long differences = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Sets sets = Sets.draw(new Random(seed), 3_000, 500, 500);
            SketchDecoder decoder = reconcile(sets, STEP, CodedSymbols.MAX);
            assertTrue(decoder.isDecoded());
            symbols += decoder.symbols();
            differences += 1_000;
        }
        assertTrue(symbols <= 1.5 * differences, symbols + " symbols for " + differences);
    }

    @Test
    void equalSetsTakeOneSymbol() {
        Sets sets = Sets.draw(new Random(5), 1_000, 0, 0);

        assertEquals(1, reconcile(sets, 1, 10).symbols());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void forgedSymbolsNeverPassForADifference(long seed) {
        Random random = new Random(seed);
        Sets sets = Sets.draw(random, 300, 20, 20);
        CodedSymbols good = new SketchEncoder(sets.theirs()).symbols(0, 128);
        ByteWriter out = new ByteWriter();
        good.encode(out);
        byte[] bad = out.toBytes();
        // Behind the count, which takes two bytes.
        int at = 2 + random.nextInt(bad.length - 2);
        bad[at] ^= (byte) (1 << random.nextInt(8));

        SketchDecoder decoder = new SketchDecoder(new SketchEncoder(sets.ours()));

        assertFalse(decoder.add(CodedSymbols.decode(new ByteReader(bad))), "seed " + seed);
    }

    @Test
    void noiseIsNeverDecodedNorGrowsBeyondItsBytes() {
        Random random = new Random(9);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            ByteReader in = new ByteReader(noise);
            CodedSymbols read = CodedSymbols.decode(in);
            assertTrue(read.size() * CodedSymbols.BYTES_EACH <= noise.length);
            SketchDecoder decoder = new SketchDecoder(new SketchEncoder(new long[] {1, 2, 3}));
            if (read.size() > 0) {
                assertFalse(decoder.add(read));
            }
            assertTrue(decoder.onlyTheirs().length + decoder.onlyOurs().length <= Math.max(1, read.size()));
        }
    }

    @Test
    void moreSymbolsThanAllowedAreRefused() {
        SketchEncoder theirs = new SketchEncoder(new long[] {1, 2});
        SketchDecoder decoder = new SketchDecoder(new SketchEncoder(new long[] {3, 4}));
        CodedSymbols wrong = theirs.symbols(100, 100 + CodedSymbols.MAX / 2);

        decoder.add(wrong);
        decoder.add(wrong);
        decoder.add(wrong);

        assertTrue(decoder.isFailed());
        assertFalse(decoder.isDecoded());
    }

    @Test
    void theHashIsSipHash() {
        SketchKey key = new SketchKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        byte[] message = new byte[64];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }

        assertEquals(0x726fdb47dd0e0e31L, key.hash(message, 0, 0));
        assertEquals(0x74f839c593dc67fdL, key.hash(message, 0, 1));
        assertEquals(0xa129ca6149be45e5L, key.hash(message, 0, 15));
    }
}
