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

    private final List<Hash> leaves;

    private MerkleTree(List<Hash> leaves) {
        this.leaves = leaves;
    }

    /** The tree over these entries, at least one. */
    public static MerkleTree of(List<byte[]> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a merkle tree has at least one leaf");
        }
        List<Hash> leaves = new ArrayList<>(entries.size());
        entries.forEach(entry -> leaves.add(leaf(entry)));
        return new MerkleTree(List.copyOf(leaves));
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
        return root(leaves);
    }

    private static Hash root(List<Hash> part) {
        if (part.size() == 1) {
            return part.get(0);
        }
        int split = split(part.size());
        return node(root(part.subList(0, split)), root(part.subList(split, part.size())));
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    /** The hashes beside the way from a leaf to the root, lowest first. */
    public List<Hash> path(int index) {
        List<Hash> out = new ArrayList<>();
        collect(leaves, index, out);
        return List.copyOf(out);
    }

    private static void collect(List<Hash> part, int index, List<Hash> out) {
        if (part.size() == 1) {
            return;
        }
        int split = split(part.size());
        List<Hash> left = part.subList(0, split);
        List<Hash> right = part.subList(split, part.size());
        if (index < split) {
            collect(left, index, out);
            out.add(root(right));
        } else {
            collect(right, index - split, out);
            out.add(root(left));
        }
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
