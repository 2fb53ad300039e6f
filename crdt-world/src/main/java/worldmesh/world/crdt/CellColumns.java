package worldmesh.world.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.sector.SectorId;

/**
 * The cells of one component over many entities, as the columns of a snapshot: docs/wire-world.md, "Snapshot". Replicas
 * are named by their place in the snapshot's own table. Keeps no state but that.
 */
public final class CellColumns {
    private static final int MAX_CELL_BYTES = 16 << 20;

    private final SectorId sector;
    private final List<Long> replicas;
    private final TreeMap<Long, Integer> places = new TreeMap<>();

    /** Columns of a sector whose state names these replicas in this order. */
    public CellColumns(SectorId sector, List<Long> replicas) {
        this.sector = sector;
        this.replicas = replicas;
        for (int i = 0; i < replicas.size(); i++) {
            places.put(replicas.get(i), i);
        }
    }

    /** True if a cell says no more than its columns can. */
    public boolean fits(Cell cell) {
        if (cell instanceof Register register) {
            Stamp stamp = register.stamp();
            return stamp.major() == 0 && stamp.minor() == 0 && places.containsKey(stamp.replica());
        } else if (cell instanceof PnCounter counter) {
            return counter.isOf(sector, places.keySet());
        } else if (cell instanceof DotSet set) {
            return set.isOf(places.keySet());
        }
        return true;
    }

    private long place(long replica) {
        Integer place = places.get(replica);
        if (place == null) {
            throw new IllegalStateException("replica " + Long.toHexString(replica) + " is not in the snapshot's table");
        }
        return place;
    }

    private long replica(long place, BitReader in) {
        if (place < 0 || place >= replicas.size()) {
            in.fail();
            return 0;
        }
        return replicas.get((int) place);
    }

    /** Writes cells of one component, which all fit. */
    public void encode(int component, List<Cell> cells, BitWriter out) {
        CellKind kind = ComponentType.kindOf(component);
        if (kind == CellKind.REGISTER) {
            registers(cells, out);
        } else if (kind == CellKind.COUNTER) {
            counters(cells, out);
        } else if (kind == CellKind.ADD_WINS_SET || kind == CellKind.ENABLE_WINS_FLAG) {
            sets(cells, out);
        } else {
            List<byte[]> states = new ArrayList<>(cells.size());
            for (Cell cell : cells) {
                ByteWriter state = new ByteWriter();
                cell.encode(state);
                states.add(state.toBytes());
            }
            ByteColumn.encode(states, out);
        }
    }

    /** Reads what {@link #encode} wrote; any state the reader failed in is meaningless. */
    public List<Cell> decode(int component, int count, ByteColumn.Budget budget, BitReader in) {
        CellKind kind = ComponentType.kindOf(component);
        if (kind == CellKind.REGISTER) {
            return registers(count, budget, in);
        } else if (kind == CellKind.COUNTER) {
            return counters(count, in);
        } else if (kind == CellKind.ADD_WINS_SET || kind == CellKind.ENABLE_WINS_FLAG) {
            return sets(kind, count, budget, in);
        }
        List<Cell> out = new ArrayList<>();
        for (byte[] state : ByteColumn.decode(count, MAX_CELL_BYTES, budget, in)) {
            ByteReader part = new ByteReader(state);
            Cell cell = Cells.decode(component, part);
            if (cell == null || !part.complete()) {
                in.fail();
                return List.of();
            }
            out.add(cell);
        }
        return out;
    }

    private void registers(List<Cell> cells, BitWriter out) {
        NumberColumn writers = new NumberColumn();
        NumberColumn clocks = new NumberColumn();
        List<byte[]> values = new ArrayList<>(cells.size());
        long before = 0;
        for (Cell cell : cells) {
            Register register = (Register) cell;
            writers.add(place(register.stamp().replica()));
            clocks.addSigned(register.stamp().clock() - before);
            before = register.stamp().clock();
            values.add(register.value().array());
        }
        writers.encode(out);
        clocks.encode(out);
        ByteColumn.encode(values, out);
    }

    private List<Cell> registers(int count, ByteColumn.Budget budget, BitReader in) {
        long[] writers = NumberColumn.decode(count, in);
        long[] clocks = NumberColumn.decode(count, in);
        byte[][] values = ByteColumn.decode(count, RecordCodec.MAX_BYTES, budget, in);
        List<Cell> out = new ArrayList<>(count);
        long clock = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            clock += NumberColumn.signed(clocks[i]);
            out.add(new Register(new Stamp(0, 0, clock, replica(writers[i], in)), Payload.wrap(values[i])));
        }
        return out;
    }

    private void counters(List<Cell> cells, BitWriter out) {
        NumberColumn counts = new NumberColumn();
        NumberColumn writers = new NumberColumn();
        NumberColumn additions = new NumberColumn();
        NumberColumn subtractions = new NumberColumn();
        for (Cell cell : cells) {
            int[] parts = new int[1];
            ((PnCounter) cell).each((replica, plus, minus) -> {
                parts[0]++;
                writers.add(place(replica));
                additions.add(plus);
                subtractions.add(minus);
            });
            counts.add(parts[0]);
        }
        counts.encode(out);
        writers.encode(out);
        additions.encode(out);
        subtractions.encode(out);
    }

    private List<Cell> counters(int count, BitReader in) {
        int[] counts = counts(count, in);
        int all = Arrays.stream(counts).sum();
        long[] writers = NumberColumn.decode(all, in);
        long[] additions = NumberColumn.decode(all, in);
        long[] subtractions = NumberColumn.decode(all, in);
        List<Cell> out = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            PnCounter counter = new PnCounter();
            for (int j = 0; j < counts[i] && in.ok(); j++) {
                boolean rising = j == 0 || writers[at] > writers[at - 1];
                if (!rising || additions[at] < 0 || subtractions[at] < 0) {
                    in.fail();
                }
                counter.part(replica(writers[at], in), sector, additions[at], subtractions[at]);
                at++;
            }
            out.add(counter);
        }
        return out;
    }

    /** Counts of parts, together no more than a part takes a bit of what is left. */
    private static int[] counts(int count, BitReader in) {
        long[] raw = NumberColumn.decode(count, in);
        int[] out = new int[count];
        long all = 0;
        for (int i = 0; i < count; i++) {
            all += raw[i] < 0 || raw[i] > Integer.MAX_VALUE ? Integer.MAX_VALUE : raw[i];
            if (all > (long) count + in.remainingBits()) {
                in.fail();
                return new int[count];
            }
            out[i] = (int) raw[i];
        }
        return out;
    }

    private void sets(List<Cell> cells, BitWriter out) {
        TreeMap<String, Integer> palette = new TreeMap<>();
        cells.forEach(cell -> ((DotSet) cell).each((element, mark) -> palette.put(element, 0)));
        List<byte[]> texts = new ArrayList<>();
        palette.replaceAll((element, none) -> {
            texts.add(element.getBytes(StandardCharsets.UTF_8));
            return texts.size() - 1;
        });
        out.golomb(texts.size(), 8);
        if (!texts.isEmpty()) {
            ByteColumn.encode(texts, out);
        }
        MarkColumns marks = new MarkColumns();
        for (Cell cell : cells) {
            int[] count = new int[1];
            ((DotSet) cell).each((element, mark) -> {
                count[0]++;
                marks.add(palette.getOrDefault(element, 0), place(mark.replica()), mark);
            });
            marks.counts.add(count[0]);
        }
        marks.encode(out);
    }

    private static final class MarkColumns {
        private final NumberColumn counts = new NumberColumn();
        private final NumberColumn elements = new NumberColumn();
        private final NumberColumn writers = new NumberColumn();
        private final NumberColumn clocks = new NumberColumn();
        private final NumberColumn indices = new NumberColumn();
        private final NumberColumn outClocks = new NumberColumn();
        private final NumberColumn outIndices = new NumberColumn();
        private long clock;
        private int index;

        void add(int element, long writer, DotSet.Mark mark) {
            elements.add(element);
            writers.add(writer);
            clocks.addSigned(mark.inClock() - clock);
            indices.addSigned((long) mark.inIndex() - index);
            // What was never excluded is 0; else mostly an inclusion that is excluded as it is.
            outClocks.add(mark.outClock() == 0 ? 0 : ((mark.inClock() - mark.outClock()) << 1) + 1);
            outIndices.add(mark.outIndex());
            clock = mark.inClock();
            index = mark.inIndex();
        }

        void encode(BitWriter out) {
            for (NumberColumn column : List.of(counts, elements, writers, clocks, indices, outClocks, outIndices)) {
                column.encode(out);
            }
        }
    }

    private List<Cell> sets(CellKind kind, int count, ByteColumn.Budget budget, BitReader in) {
        int size = in.count(8, MAX_CELL_BYTES);
        if (size > in.remainingBits()) {
            in.fail();
        }
        byte[][] texts =
                size == 0 || !in.ok() ? new byte[0][] : ByteColumn.decode(size, DotSet.MAX_ELEMENT_BYTES, budget, in);
        String[] palette = new String[texts.length];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = new String(texts[i], StandardCharsets.UTF_8);
            boolean flag = kind != CellKind.ENABLE_WINS_FLAG || palette[i].equals(DotSet.FLAG);
            boolean text = flag && Arrays.equals(palette[i].getBytes(StandardCharsets.UTF_8), texts[i]);
            if (!text || (i > 0 && palette[i - 1].compareTo(palette[i]) >= 0)) {
                in.fail();
            }
        }
        int[] counts = counts(count, in);
        int all = Arrays.stream(counts).sum();
        long[][] columns = new long[6][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = NumberColumn.decode(all, in);
        }
        return sets(kind, counts, palette, columns, in);
    }

    private List<Cell> sets(CellKind kind, int[] counts, String[] palette, long[][] columns, BitReader in) {
        List<Cell> out = new ArrayList<>(counts.length);
        long clock = 0;
        long index = 0;
        int at = 0;
        for (int count : counts) {
            DotSet set = new DotSet(kind);
            for (int j = 0; j < count && in.ok(); j++) {
                clock += NumberColumn.signed(columns[2][at]);
                index += NumberColumn.signed(columns[3][at]);
                long gone = columns[4][at];
                long outClock = gone == 0 ? 0 : clock - ((gone - 1) >> 1);
                long element = columns[0][at];
                boolean known = element >= 0 && element < palette.length && (j == 0 || rises(columns, at));
                if (!known || !isIndex(index) || !isIndex(columns[5][at])) {
                    in.fail();
                    return List.of();
                }
                long writer = replica(columns[1][at], in);
                set.mark(palette[(int) element], new DotSet.Mark(writer, clock, (int) index, outClock, (int)
                        columns[5][at]));
                at++;
            }
            out.add(set);
        }
        return out;
    }

    private static boolean isIndex(long index) {
        return index >= 0 && index <= Integer.MAX_VALUE;
    }

    /** Marks come by element, then replica. */
    private static boolean rises(long[][] columns, int at) {
        boolean same = columns[0][at] == columns[0][at - 1];
        return columns[0][at] > columns[0][at - 1] || (same && columns[1][at] > columns[1][at - 1]);
    }
}
