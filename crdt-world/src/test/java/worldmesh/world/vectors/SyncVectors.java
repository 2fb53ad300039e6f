package worldmesh.world.vectors;

import static worldmesh.world.vectors.Meaning.i64;
import static worldmesh.world.vectors.Meaning.number;
import static worldmesh.world.vectors.Meaning.unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.SnapshotBlocks;
import worldmesh.world.sync.SnapshotRoot;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.sync.sketch.HashPrefixes;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.sync.sketch.SketchKey;

/** Cuts, symbols of sets whose items are named beside them, and the messages of sketch sessions. */
@NullUnmarked // null is a value of JSON
final class SyncVectors {
    /** Sets whose symbols are told: with none, one and many items. */
    private static final int[] SIZES = {0, 1, 2, 3, 7, 20, 60, 200};

    private SyncVectors() {}

    static void write(Vectors out) {
        for (int i = 0; i < 16; i++) {
            cut("cut-" + i, new Random(52_000 + i), i, out);
        }
        for (int i = 0; i < SIZES.length; i++) {
            symbols("symbols-" + i, new Random(53_000 + i), SIZES[i], out);
        }
        for (int i = 0; i < 12; i++) {
            part("sketch-" + i, new Random(54_000 + i), i % 3 > 0, out);
            difference("difference-" + i, new Random(55_000 + i), i * i * (i % 2), out);
            root("root-" + i, new Random(56_000 + i), i % 4, out);
        }
    }

    private static SortedSet<Long> replicas(Random random, int count) {
        TreeSet<Long> out = new TreeSet<>(Long::compareUnsigned);
        for (int i = 0; i < count; i++) {
            out.add(number(random));
        }
        return out;
    }

    private static void cut(String name, Random random, int count, Vectors out) {
        SectorId sector = Meaning.sector(random);
        long number = Math.max(1, number(random) & Long.MAX_VALUE);
        TreeMap<Long, Long> stable = new TreeMap<>(Long::compareUnsigned);
        List<Object> stableMeans = new ArrayList<>();
        VersionVector reached = new VersionVector();
        List<Object> reachedMeans = new ArrayList<>();
        for (long replica : replicas(random, count)) {
            long sequence = Math.max(1, number(random) & Long.MAX_VALUE);
            reached.set(replica, sequence);
            reachedMeans.add(Json.object("replica", i64(replica), "sequence", unsigned(sequence)));
            if (random.nextInt(4) > 0) {
                long clock = number(random);
                stable.put(replica, clock);
                stableMeans.add(Json.object("replica", i64(replica), "clock", i64(clock)));
            }
        }
        Map<String, Object> value = Json.object(
                "version",
                1,
                "sector",
                Meaning.sector(sector),
                "number",
                unsigned(number),
                "stable",
                stableMeans,
                "reached",
                reachedMeans);
        out.means(name, "cut", new Cut(sector, number, stable, reached).encode(), value);
    }

    /** The bytes of the symbols, and what they mean. */
    private static List<Object> meaning(CodedSymbols symbols) {
        ByteWriter bytes = new ByteWriter();
        symbols.encode(bytes);
        ByteReader in = new ByteReader(bytes.toBytes());
        List<Object> out = new ArrayList<>();
        for (int left = in.count(CodedSymbols.MAX); left > 0; left--) {
            String sum = i64(in.i64());
            byte[] check = in.bytes(3);
            String high = Meaning.hex(new byte[] {check[2], check[1], check[0]});
            out.add(Json.object("sum", sum, "check", high, "count", in.u8()));
        }
        return out;
    }

    private static void symbols(String name, Random random, int size, Vectors out) {
        SketchKey key = new SketchKey(number(random), random.nextLong());
        List<String> items = new ArrayList<>();
        long[] hashes = new long[size];
        for (int i = 0; i < size; i++) {
            byte[] item = Meaning.bytes(random, 1 + random.nextInt(40));
            items.add(Meaning.hex(item));
            hashes[i] = key.hash(item, 0, item.length);
        }
        CodedSymbols symbols = new SketchEncoder(hashes).symbols(0, 40);
        ByteWriter bytes = new ByteWriter();
        symbols.encode(bytes);
        Object[] made = {"low", i64(key.low()), "high", i64(key.high()), "items", items};
        out.means(name, "symbols", bytes.toBytes(), meaning(symbols), made);
    }

    private static void part(String name, Random random, boolean opens, Vectors out) {
        long session = number(random);
        int from = opens ? 0 : 1 + random.nextInt(300);
        CodedSymbols symbols =
                new SketchEncoder(random.longs(50).toArray()).symbols(from, from + 1 + random.nextInt(9));
        SketchPart.Opening opening = null;
        Map<String, Object> openingMeans = null;
        if (opens) {
            SnapshotVectors.Sample known = SnapshotVectors.sample(random, true);
            opening = new SketchPart.Opening(number(random), random.nextInt(1 << 20), known.snapshot());
            openingMeans = Json.object("high", i64(opening.high()), "items", opening.items(), "known", known.meaning());
        }
        Map<String, Object> value = Json.object(
                "version",
                1,
                "session",
                i64(session),
                "first",
                from,
                "opening",
                openingMeans,
                "symbols",
                meaning(symbols));
        out.means(name, "sketch", new SketchPart(session, opening, from, symbols).encode(), value);
    }

    /** A root, and beside it its parts and the snapshot that they make. */
    private static void root(String name, Random random, int bits, Vectors out) {
        SnapshotVectors.Sample sample = SnapshotVectors.sample(random, false);
        SectorState state = sample.snapshot().open();
        SnapshotBlocks blocks = new SnapshotBlocks(state);
        blocks.make(1);
        Hash front = blocks.root().hashes().get(0);
        List<byte[]> parts = new ArrayList<>();
        parts.add(blocks.part(0, front));
        for (int i = 0; i < (1 << bits); i++) {
            parts.add(SnapshotBlocks.block(state, bits, i));
        }
        List<Hash> hashes = parts.stream().map(each -> Hash.of(each)).toList();
        SnapshotRoot root = new SnapshotRoot(state.id(), 1, bits, hashes);
        Map<String, Object> value = Json.object(
                "version",
                1,
                "sector",
                Meaning.sector(state.id()),
                "fronts",
                1,
                "bits",
                bits,
                "hashes",
                hashes.stream().map(Hash::toString).toList());
        Object[] made = {"parts", parts.stream().map(Meaning::hex).toList(), "whole", sample.meaning()};
        out.means(name, "root", root.encode(), value, made);
    }

    private static void difference(String name, Random random, int count, Vectors out) {
        long session = number(random);
        SnapshotVectors.Sample more = SnapshotVectors.sample(random, count % 4 == 1);
        int items = count == 0 ? 0 : random.nextInt(1 << 20);
        long[] hashes = random.longs(count)
                .map(each -> each ^ Long.MIN_VALUE)
                .sorted()
                .map(each -> each ^ Long.MIN_VALUE)
                .toArray();
        int width = count == 0 ? 0 : Math.min(63, 64 - Long.numberOfLeadingZeros(items) + 10);
        Map<String, Object> value = Json.object(
                "version",
                1,
                "session",
                i64(session),
                "more",
                more.meaning(),
                "lacks",
                Json.object(
                        "width",
                        width,
                        "hashes",
                        LongStream.of(hashes)
                                .mapToObj(each -> unsigned(each >>> (64 - width)))
                                .toList()));
        byte[] bytes = new Difference(session, more.snapshot(), HashPrefixes.of(hashes, items)).encode();
        out.means(name, "difference", bytes, value);
    }
}
