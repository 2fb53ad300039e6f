package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which units came into sight and which went out of it since it began, by their ids. Not thread-safe. */
final class Trail {
    private int[] authors = new int[8];
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private boolean[] hidden = new boolean[8];
    private int count;

    /** Units side by side that are seen now and were not, or the other way round. */
    private record Piece(long key, int rank, int author, int from, int to, boolean shown) {}

    void shown(int author, int from, int length) {
        int last = count - 1;
        if (last >= 0 && !hidden[last] && authors[last] == author && ends[last] == from) {
            ends[last] += length;
        } else {
            add(author, from, from + length, false);
        }
    }

    void hidden(int author, int from, int length) {
        int last = count - 1;
        boolean beside = last >= 0 && hidden[last] && authors[last] == author;
        if (beside && starts[last] == from + length) {
            starts[last] = from;
        } else if (beside && ends[last] == from) {
            ends[last] += length;
        } else {
            add(author, from, from + length, true);
        }
    }

    private void add(int author, int from, int to, boolean gone) {
        if (count == authors.length) {
            authors = Arrays.copyOf(authors, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            hidden = Arrays.copyOf(hidden, 2 * count);
        }
        authors[count] = author;
        starts[count] = from;
        ends[count] = to;
        hidden[count++] = gone;
    }

    /** What is different by position. */
    List<Splice> splices(List<Runs> runs, SpanTree tree) {
        List<Piece> pieces = pieces(tree);
        pieces.sort(Comparator.comparingLong(Piece::key));
        List<Splice> out = new ArrayList<>();
        Splice open = null;
        int end = -1;
        for (Piece piece : pieces) {
            Units units = runs.get(piece.author).units;
            if (open == null || piece.rank != end) {
                open = new Splice(piece.rank, units.fresh(), units.fresh());
                out.add(open);
            }
            (piece.shown ? open.inserted() : open.deleted()).append(units, piece.from, piece.to);
            end = piece.rank + (piece.shown ? piece.to - piece.from : 0);
        }
        return out;
    }

    private List<Piece> pieces(SpanTree tree) {
        Map<Integer, Ranges> came = new HashMap<>();
        List<Piece> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!hidden[i]) {
                came.computeIfAbsent(authors[i], author -> new Ranges()).add(starts[i], ends[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            pieces(i, hidden[i] ? came.get(authors[i]) : null, tree, out);
        }
        return out;
    }

    /** What came and went again is neither; what was there before and went is a piece. */
    private void pieces(int entry, @Nullable Ranges came, SpanTree tree, List<Piece> out) {
        int author = authors[entry];
        int at = starts[entry];
        while (at < ends[entry] && tree.find(author, at)) {
            int to = Math.min(ends[entry], at + tree.left());
            boolean seen = tree.isSeen();
            if (hidden[entry] && !seen) {
                gone(new Piece(tree.key(), tree.rank(), author, at, to, false), came, out);
            } else if (!hidden[entry] && seen) {
                out.add(new Piece(tree.key(), tree.rank(), author, at, to, true));
            }
            at = to;
        }
    }

    /** Adds what is left of a piece without what came meanwhile. */
    private static void gone(Piece piece, @Nullable Ranges came, List<Piece> out) {
        int at = piece.from;
        while (at < piece.to) {
            int end = came == null ? piece.to : came.gapEnd(at, piece.to);
            if (end > at) {
                out.add(new Piece(piece.key + at - piece.from, piece.rank, piece.author, at, end, false));
            }
            at = came == null ? piece.to : came.rangeEnd(end, piece.to);
        }
    }
}
