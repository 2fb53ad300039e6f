package worldmesh.world.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;

/**
 * A node of a digest tree as another replica is told of it, in hashes of eight bytes: who knows the same batches finds
 * by a walk from the root which cell differs (Merkle, CRYPTO 1987). An inner node has the hashes of its children, a
 * leaf has its copies.
 *
 * @param depth how many children lead to it from the root
 * @param path which ones, four bits each from the highest on
 * @param children sixteen hashes, none of a leaf
 * @param copies of a leaf
 */
public record TreeNode(int depth, long path, List<Long> children, List<CopyMarks> copies) {
    /** Of a copy so many cells are told, and so many copies of a leaf. */
    public static final int CELLS_MAX = 64;

    static final int FANOUT = 16;
    static final int FANOUT_BITS = 4;
    static final int DEPTH_MAX = Long.SIZE / FANOUT_BITS;

    /** A node as of the wire, whose lists nobody changes. */
    public TreeNode {
        children = List.copyOf(children);
        copies = List.copyOf(copies);
    }

    /**
     * A copy of an entity.
     *
     * @param cells the hash of each value by component, and under 0 that of its life, place and owner
     */
    public record CopyMarks(EntityId entity, SortedMap<Integer, Long> cells) {}

    /** True if it has children. */
    public boolean isInner() {
        return !children.isEmpty();
    }

    /** True if an id so mixed lies below a node. */
    static boolean isBelow(long mixed, int depth, long path) {
        return depth == 0 || (mixed ^ path) >>> (Long.SIZE - FANOUT_BITS * depth) == 0;
    }

    /** Writes it. */
    public void encode(ByteWriter out) {
        out.u8(depth).i64(path).u8(isInner() ? 1 : 0);
        if (isInner()) {
            children.forEach(out::i64);
            return;
        }
        out.varint(copies.size());
        for (CopyMarks copy : copies) {
            copy.entity.encode(out);
            out.varint(copy.cells.size());
            copy.cells.forEach((component, hash) -> out.i32(component).i64(hash));
        }
    }

    /** Reads it; malformed bytes fail the reader. */
    public static TreeNode decode(ByteReader in) {
        int depth = in.u8();
        long path = in.i64();
        int inner = in.u8();
        if (inner > 1 || !exists(depth, path, inner == 1)) {
            in.fail();
        }
        List<Long> children = new ArrayList<>();
        List<CopyMarks> copies = new ArrayList<>();
        if (inner == 1) {
            for (int i = 0; i < FANOUT; i++) {
                children.add(in.i64());
            }
        } else {
            int count = in.count(CELLS_MAX);
            for (int i = 0; i < count && in.ok(); i++) {
                copies.add(decodeCopy(in));
            }
        }
        return new TreeNode(depth, path, children, copies);
    }

    private static boolean exists(int depth, long path, boolean inner) {
        return depth < DEPTH_MAX ? path << (FANOUT_BITS * depth) == 0 : depth == DEPTH_MAX && !inner;
    }

    private static CopyMarks decodeCopy(ByteReader in) {
        EntityId entity = EntityId.decode(in);
        SortedMap<Integer, Long> cells = new TreeMap<>();
        int count = in.count(CELLS_MAX);
        for (int i = 0; i < count && in.ok(); i++) {
            cells.put(in.i32(), in.i64());
        }
        return new CopyMarks(entity, cells);
    }
}
