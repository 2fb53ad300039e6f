package worldmesh.world.command;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.hash.Hash;

/**
 * A Merkle tree of the shape of RFC 6962 §2.1: leaves hash with prefix 0x00 and nodes with 0x01, and the left subtree
 * holds the largest power of two of leaves that is less than all. Immutable.
 */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** The leaves, and above them in turn the pairs of each row; who is left over at its end moves up as it is. */
    private final List<List<Hash>> rows;

    private MerkleTree(List<Hash> leaves) {
        rows = new ArrayList<>();
        List<Hash> row = leaves;
        rows.add(row);
        while (row.size() > 1) {
            row = above(row);
            rows.add(row);
        }
    }

    private static List<Hash> above(List<Hash> row) {
        List<Hash> above = new ArrayList<>((row.size() + 1) / 2);
        for (int i = 0; i < row.size(); i += 2) {
            above.add(i + 1 < row.size() ? node(row.get(i), row.get(i + 1)) : row.get(i));
        }
        return above;
    }

    /** The tree over these entries, at least one. */
    public static MerkleTree of(List<byte[]> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a merkle tree has at least one leaf");
        }
        List<Hash> leaves = new ArrayList<>(entries.size());
        entries.forEach(entry -> leaves.add(leaf(entry)));
        return new MerkleTree(leaves);
    }

    /** The hash of a leaf. */
    public static Hash leaf(byte[] entry) {
        return Hash.of(LEAF, entry);
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.of(NODE, left.bytes(), right.bytes());
    }

    /** The hash over all leaves. */
    public Hash root() {
        return rows.get(rows.size() - 1).get(0);
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    /** The hashes beside the way from a leaf to the root, lowest first. */
    public List<Hash> path(int index) {
        List<Hash> out = new ArrayList<>(rows.size());
        int at = index;
        for (List<Hash> row : rows) {
            int beside = at ^ 1;
            if (beside < row.size()) {
                out.add(row.get(beside));
            }
            at >>= 1;
        }
        return List.copyOf(out);
    }

    /** How many hashes are beside the way from leaf {@code index} of {@code count} to the root. */
    static int pathLength(int index, int count) {
        int length = 0;
        int at = index;
        for (int size = count; size > 1; size = (size + 1) / 2) {
            length += (at ^ 1) < size ? 1 : 0;
            at >>= 1;
        }
        return length;
    }

    /** The root that leaf {@code index} of {@code count} and its path lead to; wrong input leads elsewhere. */
    public static Hash rootOf(Hash leaf, int index, int count, List<Hash> path) {
        if (index < 0 || index >= count) {
            return leaf;
        }
        return climb(leaf, index, count, path);
    }

    private static Hash climb(Hash leaf, int index, int count, List<Hash> path) {
        if (count == 1 || path.isEmpty()) {
            return leaf;
        }
        int split = split(count);
        Hash beside = path.get(path.size() - 1);
        List<Hash> rest = path.subList(0, path.size() - 1);
        return index < split
                ? node(climb(leaf, index, split, rest), beside)
                : node(beside, climb(leaf, index - split, count - split, rest));
    }
}
