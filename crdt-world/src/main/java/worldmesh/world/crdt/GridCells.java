package worldmesh.world.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.space.Grid;

/**
 * A chunk of tiles in which of each tile the last write wins: registers in the sense of Shapiro et al. (INRIA RR-7506,
 * 2011, §3.2.1), kept as runs of one tile and one dot, so that a wall painted at once costs one run. Writes are ordered
 * by clock, replica and index in the batch. Not thread-safe.
 */
public final class GridCells implements Cell {
    private static final int MAX_DOTS = Grid.MAX_TILES;

    private static final Comparator<Dot> LATEST = Comparator.<Dot>comparingLong(dot -> dot.sequence() + Long.MIN_VALUE)
            .thenComparingLong(dot -> dot.replica() + Long.MIN_VALUE)
            .thenComparingInt(Dot::index);

    /** Runs by their first index; they do not touch others of the same tile and dot. */
    private final TreeMap<Integer, Run> runs = new TreeMap<>();

    private record Run(int end, int tile, Dot dot) {
        boolean losesTo(int otherTile, Dot other) {
            int order = LATEST.compare(other, dot);
            return order > 0 || (order == 0 && otherTile > tile);
        }

        boolean isLike(Run other) {
            return tile == other.tile && dot.equals(other.dot);
        }
    }

    /** Paints {@code length} tiles from {@code start}. */
    public void paint(int start, int length, int tile, Dot dot) {
        int end = start + length;
        List<int[]> won = new ArrayList<>();
        int at = start;
        Map.Entry<Integer, Run> first = runs.floorEntry(start);
        int from = first == null ? start : first.getKey();
        for (Map.Entry<Integer, Run> entry : runs.subMap(from, end).entrySet()) {
            Run run = entry.getValue();
            int low = Math.max(start, entry.getKey());
            int high = Math.min(end, run.end());
            if (low < high && !run.losesTo(tile, dot)) {
                add(won, at, low);
                at = high;
            }
        }
        add(won, at, end);
        for (int[] part : won) {
            replace(part[0], new Run(part[1], tile, dot));
        }
    }

    private static void add(List<int[]> parts, int from, int to) {
        if (from < to) {
            parts.add(new int[] {from, to});
        }
    }

    private void replace(int start, Run run) {
        split(start);
        split(run.end());
        runs.subMap(start, run.end()).clear();
        Run merged = run;
        Map.Entry<Integer, Run> after = runs.ceilingEntry(run.end());
        if (after != null && after.getKey() == run.end() && after.getValue().isLike(run)) {
            merged = after.getValue();
            runs.remove(after.getKey());
        }
        Map.Entry<Integer, Run> before = runs.lowerEntry(start);
        boolean joins = before != null
                && before.getValue().end() == start
                && before.getValue().isLike(run);
        runs.put(joins ? before.getKey() : start, merged);
    }

    private void split(int at) {
        Map.Entry<Integer, Run> entry = runs.lowerEntry(at);
        if (entry != null && entry.getValue().end() > at) {
            Run run = entry.getValue();
            runs.put(entry.getKey(), new Run(at, run.tile(), run.dot()));
            runs.put(at, run);
        }
    }

    /** The write that a tile shows, null if it was never painted. */
    public @Nullable Dot winner(int tile) {
        Map.Entry<Integer, Run> run = runs.floorEntry(tile);
        return run == null || run.getValue().end() <= tile
                ? null
                : run.getValue().dot();
    }

    /** One tile, 0 if it was never painted. */
    public int tile(int index) {
        Map.Entry<Integer, Run> run = runs.floorEntry(index);
        return run == null || run.getValue().end() <= index ? 0 : run.getValue().tile();
    }

    /** The tiles without their stamps. */
    public Grid grid() {
        int[] ends = new int[2 * runs.size()];
        int[] tiles = new int[ends.length];
        int count = 0;
        int at = 0;
        for (Map.Entry<Integer, Run> entry : runs.entrySet()) {
            if (entry.getKey() > at) {
                ends[count++] = entry.getKey();
            }
            at = entry.getValue().end();
            tiles[count] = entry.getValue().tile();
            ends[count++] = at;
        }
        return Grid.ofRuns(Arrays.copyOf(ends, count), Arrays.copyOf(tiles, count));
    }

    @Override
    public Payload value() {
        Grid grid = grid();
        ByteWriter out = new ByteWriter(64);
        write(grid, out);
        return Payload.wrap(out.toBytes());
    }

    private static void write(Grid grid, ByteWriter out) {
        out.varint(grid.runs());
        int at = 0;
        for (int i = 0; i < grid.runs(); i++) {
            out.varint(grid.end(i) - at).zigzag(grid.tile(i));
            at = grid.end(i);
        }
    }

    @Override
    public void join(Cell other) {
        ((GridCells) other).runs.forEach((start, run) -> paint(start, run.end() - start, run.tile(), run.dot()));
    }

    @Override
    public Cell copy() {
        GridCells out = new GridCells();
        out.runs.putAll(runs);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        TreeSet<Dot> dots = new TreeSet<>();
        TreeSet<Integer> palette = new TreeSet<>();
        for (Run run : runs.values()) {
            dots.add(run.dot());
            palette.add(run.tile());
        }
        List<Dot> dotTable = new ArrayList<>(dots);
        List<Integer> tileTable = new ArrayList<>(palette);
        out.varint(dotTable.size());
        dotTable.forEach(dot -> out.i64(dot.replica()).i64(dot.sequence()).varint(dot.index()));
        out.varint(tileTable.size());
        tileTable.forEach(out::zigzag);
        out.varint(runs.size());
        int at = 0;
        for (Map.Entry<Integer, Run> entry : runs.entrySet()) {
            Run run = entry.getValue();
            out.varint(entry.getKey() - at).varint(run.end() - entry.getKey() - 1L);
            out.varint(Collections.binarySearch(dotTable, run.dot()));
            out.varint(Collections.binarySearch(tileTable, run.tile()));
            at = run.end();
        }
    }

    static GridCells decode(ByteReader in) {
        List<Dot> dots = new ArrayList<>();
        int count = in.count(MAX_DOTS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long clock = in.i64();
            Dot dot = new Dot(replica, clock, in.count(Integer.MAX_VALUE));
            failUnless(dots.isEmpty() || dots.get(i - 1).compareTo(dot) < 0, in);
            dots.add(dot);
        }
        List<Integer> tiles = new ArrayList<>();
        count = in.count(Grid.MAX_TILES);
        for (int i = 0; i < count && in.ok(); i++) {
            int tile = (int) in.zigzag();
            failUnless(tiles.isEmpty() || tiles.get(i - 1) < tile, in);
            tiles.add(tile);
        }
        GridCells out = new GridCells();
        out.decodeRuns(dots, tiles, in);
        return out;
    }

    private void decodeRuns(List<Dot> dots, List<Integer> tiles, ByteReader in) {
        int count = in.count(Grid.MAX_TILES);
        int at = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            int start = at + in.count(Grid.MAX_TILES);
            int end = start + in.count(Grid.MAX_TILES) + 1;
            int dot = in.count(Integer.MAX_VALUE);
            int tile = in.count(Integer.MAX_VALUE);
            if (!in.ok() || end > Grid.MAX_TILES || dot >= dots.size() || tile >= tiles.size()) {
                in.fail();
                return;
            }
            Run run = new Run(end, tiles.get(tile), dots.get(dot));
            Map.Entry<Integer, Run> before = runs.lastEntry();
            failUnless(
                    before == null
                            || before.getValue().end() < start
                            || !before.getValue().isLike(run),
                    in);
            runs.put(start, run);
            at = end;
        }
    }

    private static void failUnless(boolean holds, ByteReader in) {
        if (!holds) {
            in.fail();
        }
    }

    @Override
    public long newestClock() {
        long newest = 0;
        for (Run run : runs.values()) {
            long clock = run.dot().sequence();
            newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
        }
        return newest;
    }
}
