package worldmesh.world.crdt;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.entity.EntityId;

/**
 * The newest moves of one entity in a tree of entities: what the log of all moves has of it (Kleppmann, Mulligan,
 * Gomes, Beresford: A highly-available move operation for replicated trees, IEEE TPDS 33(7), 2022). The join is their
 * union, cut to the newest; which of them count follows from the moves of all entities. Not thread-safe.
 */
public final class TreeCell implements Cell {
    /**
     * Moves kept of one entity. The older ones matter only if all these would make rings; then the entity is under
     * none.
     */
    public static final int MAX_MOVES = 8;

    private static final int MAX_INDEX = 16 * 1024;
    private static final EntityId NONE = new EntityId(0, 0);

    private final TreeSet<Move> moves = new TreeSet<>();

    /** To be under a parent from then on, null for under none; ordered by clock, replica and index. */
    public record Move(Dot dot, @Nullable EntityId parent) implements Comparable<Move> {
        @Override
        public int compareTo(Move other) {
            int order = Long.compareUnsigned(dot.sequence(), other.dot.sequence());
            order = order == 0 ? dot.compareTo(other.dot) : order;
            return order == 0 ? orNone(parent).compareTo(orNone(other.parent)) : order;
        }
    }

    private static EntityId orNone(@Nullable EntityId parent) {
        return parent == null ? NONE : parent;
    }

    /** Adds a move; false if it is known, or older than as many as are kept. */
    public boolean move(Move move) {
        boolean fresh = moves.add(move);
        if (moves.size() > MAX_MOVES) {
            return !move.equals(moves.pollFirst()) && fresh;
        }
        return fresh;
    }

    /** The moves, oldest first; for reading only. */
    public NavigableSet<Move> moves() {
        return Collections.unmodifiableNavigableSet(moves);
    }

    @Override
    public Payload value() {
        ByteWriter out = new ByteWriter(20);
        orNone(moves.isEmpty() ? null : moves.last().parent()).encode(out);
        return Payload.wrap(out.toBytes());
    }

    @Override
    public void join(Cell other) {
        ((TreeCell) other).moves.forEach(this::move);
    }

    @Override
    public Cell copy() {
        TreeCell out = new TreeCell();
        out.moves.addAll(moves);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        out.varint(moves.size());
        for (Move move : moves) {
            Dot dot = move.dot();
            out.i64(dot.replica()).i64(dot.sequence()).varint(dot.index());
            EntityId parent = move.parent();
            out.u8(parent == null ? 0 : 1);
            if (parent != null) {
                parent.encode(out);
            }
        }
    }

    static TreeCell decode(ByteReader in) {
        TreeCell out = new TreeCell();
        int count = in.count(MAX_MOVES);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long clock = in.i64();
            Dot dot = new Dot(replica, clock, in.count(MAX_INDEX));
            Move move = new Move(dot, parent(in));
            if (!out.moves.isEmpty() && out.moves.last().compareTo(move) >= 0) {
                in.fail();
            }
            out.moves.add(move);
        }
        return out;
    }

    /** Reads a parent, null for none: docs/wire-world.md, "Tree". */
    public static @Nullable EntityId parent(ByteReader in) {
        int named = in.u8();
        if (named > 1) {
            in.fail();
        }
        return named == 1 ? EntityId.decode(in) : null;
    }

    @Override
    public long newestClock() {
        return moves.isEmpty() ? 0 : moves.last().dot().sequence();
    }
}
