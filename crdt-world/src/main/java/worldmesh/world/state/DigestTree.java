package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/**
 * The digest of a sector's state as a tree of hashes over its copies, by the bits of a mix of their ids, and over the
 * runs of its dead: docs/wire-world.md, "Digest". Equal contents have equal trees whatever led there, stamps are no
 * part of it. Only what changed since the last digest is hashed again. Not thread-safe.
 */
public final class DigestTree {
    private static final int LEAF_MAX = 16;
    private static final int FANOUT = TreeNode.FANOUT;
    private static final int FANOUT_BITS = TreeNode.FANOUT_BITS;
    private static final int DEPTH_MAX = TreeNode.DEPTH_MAX;

    private static final int LEAF = 0;
    private static final int INNER = 1;
    private static final int ROOT = 2;
    private static final int DEAD = 3;
    private static final byte[] NOTHING = new byte[Hash.BYTES];

    private static final byte NOTED = 1;
    private static final byte HELD = 2;

    private final SectorState state;
    private final ByteWriter bytes = new ByteWriter(1024);
    private final ByteWriter item = new ByteWriter(256);
    private final Node root = new Node();
    private byte[] marks = new byte[64];
    private int[] noted = new int[64];
    private int notedCount;
    private byte[][] deadHashes = new byte[0][];
    private int[] deadVersions = new int[0];
    private long checked;

    /** Copies whose mixed ids begin alike: at most sixteen, or the sixteen nodes of those that go on alike. */
    private static final class Node {
        private int count;
        private int[] slots = new int[2];
        private Node @Nullable [] children;
        private byte @Nullable [] hash;
    }

    DigestTree(SectorState state) {
        this.state = state;
        for (int slot = 0; slot < state.table().limit(); slot++) {
            if (state.table().isUsed(slot)) {
                note(slot);
            }
        }
    }

    /** Takes note that what lies at a slot changes, or that it is taken. */
    void note(int slot) {
        if (slot >= marks.length) {
            marks = Arrays.copyOf(marks, slot + (slot >> 1) + 1);
        }
        if ((marks[slot] & NOTED) == 0) {
            marks[slot] |= NOTED;
            if (notedCount == noted.length) {
                noted = Arrays.copyOf(noted, 2 * notedCount);
            }
            noted[notedCount++] = slot;
        }
    }

    /** Before a slot is freed. */
    void forget(int slot) {
        if (slot < marks.length && (marks[slot] & HELD) != 0) {
            marks[slot] &= ~HELD;
            remove(slot);
        }
    }

    /** The digest of the state as it is now. */
    public Hash digest() {
        settle();
        return Hash.of(new byte[] {ROOT}, hash(root), deadHash());
    }

    private void settle() {
        for (int i = 0; i < notedCount; i++) {
            int slot = noted[i];
            marks[slot] &= ~NOTED;
            if ((marks[slot] & HELD) != 0) {
                age(slot);
            } else if (state.table().isUsed(slot)) {
                marks[slot] |= HELD;
                add(slot);
            }
        }
        notedCount = 0;
    }

    // The finalizer of MurmurHash3, twice: ids that follow one another lie in different leaves.
    private long mix(int slot) {
        return mix(state.replica(slot) ^ mix(state.counter(slot)));
    }

    static long mix(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private static int child(long mixed, int depth) {
        return (int) (mixed >>> (Long.SIZE - FANOUT_BITS * (depth + 1))) & (FANOUT - 1);
    }

    private void age(int slot) {
        long mixed = mix(slot);
        Node node = root;
        node.hash = null;
        for (int depth = 0; node.children != null; depth++) {
            node = node.children[child(mixed, depth)];
            node.hash = null;
        }
    }

    private void add(int slot) {
        add(root, slot, 0);
    }

    private void add(Node from, int slot, int fromDepth) {
        long mixed = mix(slot);
        Node node = from;
        int depth = fromDepth;
        node.hash = null;
        node.count++;
        while (node.children != null) {
            node = node.children[child(mixed, depth++)];
            node.hash = null;
            node.count++;
        }
        if (node.count > node.slots.length) {
            node.slots = Arrays.copyOf(node.slots, 2 * node.count);
        }
        node.slots[node.count - 1] = slot;
        if (node.count > LEAF_MAX && depth < DEPTH_MAX) {
            split(node, depth);
        }
    }

    private void split(Node node, int depth) {
        int[] slots = node.slots;
        Node[] children = new Node[FANOUT];
        for (int i = 0; i < FANOUT; i++) {
            children[i] = new Node();
        }
        for (int i = 0; i < node.count; i++) {
            add(children[child(mix(slots[i]), depth)], slots[i], depth + 1);
        }
        node.children = children;
        node.slots = new int[0];
    }

    private void remove(int slot) {
        long mixed = mix(slot);
        Node node = root;
        Node small = null;
        int depth = 0;
        while (node.children != null) {
            node.hash = null;
            node.count--;
            small = small == null && node.count <= LEAF_MAX ? node : small;
            node = node.children[child(mixed, depth++)];
        }
        node.hash = null;
        int at = 0;
        while (node.slots[at] != slot) {
            at++;
        }
        node.slots[at] = node.slots[--node.count];
        if (small != null) {
            int[] slots = slots(small);
            small.children = null;
            small.slots = slots;
        }
    }

    /** All slots below a node. */
    private static int[] slots(Node node) {
        Node[] children = node.children;
        if (children == null) {
            return Arrays.copyOf(node.slots, node.count);
        }
        int[] out = new int[node.count];
        int at = 0;
        for (Node child : children) {
            int[] part = slots(child);
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    private byte[] hash(Node node) {
        if (node.count == 0) {
            return NOTHING;
        }
        byte[] known = node.hash;
        if (known == null) {
            Node[] children = node.children;
            known = children == null ? leafHash(node) : innerHash(children);
            node.hash = known;
        }
        return known;
    }

    private byte[] innerHash(Node[] children) {
        byte[] all = new byte[1 + FANOUT * Hash.BYTES];
        all[0] = INNER;
        for (int i = 0; i < FANOUT; i++) {
            System.arraycopy(hash(children[i]), 0, all, 1 + i * Hash.BYTES, Hash.BYTES);
        }
        return Hash.of(all).bytes();
    }

    private byte[] leafHash(Node node) {
        // By id, whatever slots they have.
        for (int i = 1; i < node.count; i++) {
            int slot = node.slots[i];
            int at = i;
            for (; at > 0 && state.table().compare(node.slots[at - 1], slot) > 0; at--) {
                node.slots[at] = node.slots[at - 1];
            }
            node.slots[at] = slot;
        }
        bytes.reset().u8(LEAF);
        for (int i = 0; i < node.count; i++) {
            state.entity(node.slots[i]).encode(bytes);
            write(node.slots[i]);
            bytes.varint(item.size()).bytes(item.array(), 0, item.size());
        }
        return Hash.ofRange(bytes.array(), 0, bytes.size()).bytes();
    }

    /** What the digest covers of a copy. */
    private void write(int slot) {
        item.reset();
        writePlacement(slot);
        state.eachValue(slot, (component, value) -> item.i32(component).block(value.array()));
    }

    private void writePlacement(int slot) {
        Placement placement = state.placement(slot);
        SectorId home = placement.home();
        Ownership ownership = placement.ownership();
        item.u8((placement.present() ? 1 : 0) | (home == null ? 0 : 2) | (ownership == null ? 0 : 4));
        if (home != null) {
            home.encode(item);
        }
        if (ownership != null) {
            item.bytes(ownership.owner().bytes());
        }
    }

    private byte[] deadHash() {
        ByteWriter all = new ByteWriter(256).u8(DEAD);
        state.dead()
                .each((creator, trust, list) -> all.i64(state.authors().id(creator))
                        .u8(trust)
                        .bytes(deadHash(DeadRuns.TRUSTS * creator + trust, list)));
        return Hash.ofRange(all.array(), 0, all.size()).bytes();
    }

    private byte[] deadHash(int place, DeadRuns.List list) {
        if (place >= deadVersions.length) {
            deadVersions = Arrays.copyOf(deadVersions, 2 * place + DeadRuns.TRUSTS);
            int before = deadHashes.length;
            deadHashes = Arrays.copyOf(deadHashes, deadVersions.length);
            Arrays.fill(deadHashes, before, deadHashes.length, NOTHING);
        }
        if (deadVersions[place] != list.version()) {
            deadVersions[place] = list.version();
            bytes.reset();
            for (int run = 0; run < list.count(); run++) {
                bytes.i64(list.first(run)).i64(list.last(run));
            }
            deadHashes[place] = Hash.ofRange(bytes.array(), 0, bytes.size()).bytes();
        }
        return deadHashes[place];
    }

    /** The first things, by a walk down both trees where they differ, that the two states say otherwise. */
    public List<CellDifference> differences(DigestTree other, int most) {
        settle();
        other.settle();
        List<EntityId> entities = new ArrayList<>();
        walk(root, other, other.root, new Search(entities, most));
        List<CellDifference> out = new ArrayList<>();
        for (EntityId entity : entities) {
            CellDifference.of(state, other.state, entity, out);
        }
        state.dead().eachDifferent(other.state.dead(), most, entity -> {
            if (!entities.contains(entity)) {
                CellDifference.of(state, other.state, entity, out);
            }
        });
        return out.subList(0, Math.min(most, out.size()));
    }

    private record Search(List<EntityId> found, int most) {}

    private void walk(Node mine, DigestTree other, Node theirs, Search search) {
        if (search.found.size() >= search.most || Arrays.equals(hash(mine), other.hash(theirs))) {
            return;
        }
        Node[] children = mine.children;
        Node[] others = theirs.children;
        if (children != null && others != null) {
            for (int i = 0; i < FANOUT; i++) {
                walk(children[i], other, others[i], search);
            }
            return;
        }
        for (int slot : slots(mine)) {
            EntityId entity = state.entity(slot);
            int same = other.state.slot(entity);
            if (same == SectorState.NONE || !equal(slot, other, same)) {
                search.found.add(entity);
            }
        }
        for (int slot : slots(theirs)) {
            EntityId entity = other.state.entity(slot);
            if (state.slot(entity) == SectorState.NONE) {
                search.found.add(entity);
            }
        }
    }

    private boolean equal(int slot, DigestTree other, int same) {
        write(slot);
        byte[] mine = item.toBytes();
        other.write(same);
        return Arrays.equals(mine, other.item.toBytes());
    }

    /**
     * Hashes so many copies once more, from where the last call ended, and names those of leaves that are not what they
     * were: something changed them that told nobody. The digest covers them afterwards. Answers how many copies were
     * not needed: more than none once the last leaf was hashed, and the next call begins at the first again.
     */
    public int recheck(int copies, List<EntityId> changed) {
        settle();
        int left = copies;
        while (left > 0) {
            Node node = root;
            int depth = 0;
            while (node.children != null) {
                node = node.children[child(checked, depth++)];
            }
            left -= 1 + node.count;
            byte[] known = node.hash;
            if (known == null) {
                // The next round knows it.
                hash(node);
            } else if (!Arrays.equals(known, leafHash(node))) {
                age(node.slots[0]);
                for (int slot : slots(node)) {
                    changed.add(state.entity(slot));
                }
            }
            long next = depth == 0 ? 0 : ((checked >>> height(depth)) + 1) << height(depth);
            checked = next;
            if (next == 0) {
                return Math.max(1, left);
            }
        }
        return 0;
    }

    private static int height(int depth) {
        return Long.SIZE - FANOUT_BITS * depth;
    }

    /** The node with this path from the root, or what a leaf above it has below it. */
    public TreeNode node(int depth, long path) {
        settle();
        Node node = root;
        int at = 0;
        while (node.children != null && at < depth) {
            node = node.children[child(path, at++)];
        }
        Node[] children = node.children;
        if (children != null) {
            List<Long> hashes = new ArrayList<>(FANOUT);
            for (Node child : children) {
                hashes.add(Hash.ofBytes(hash(child)).longAt(0));
            }
            return new TreeNode(depth, path, hashes, List.of());
        }
        List<TreeNode.CopyMarks> copies = new ArrayList<>();
        for (int slot : slots(node)) {
            if (TreeNode.isBelow(mix(slot), depth, path) && copies.size() < TreeNode.CELLS_MAX) {
                copies.add(new TreeNode.CopyMarks(state.entity(slot), cellMarks(slot)));
            }
        }
        return new TreeNode(depth, path, List.of(), copies);
    }

    private SortedMap<Integer, Long> cellMarks(int slot) {
        SortedMap<Integer, Long> cells = new TreeMap<>();
        item.reset();
        writePlacement(slot);
        cells.put(0, Hash.of(item.toBytes()).longAt(0));
        state.eachValue(slot, (component, value) -> {
            if (cells.size() < TreeNode.CELLS_MAX) {
                cells.put(component, Hash.of(value.array()).longAt(0));
            }
        });
        return cells;
    }

    /** Where the walk goes on from another tree's inner node; null if nothing below it differs. */
    public @Nullable TreeNode below(TreeNode theirs) {
        TreeNode mine = node(theirs.depth(), theirs.path());
        if (!mine.isInner()) {
            return mine;
        }
        for (int i = 0; i < FANOUT; i++) {
            if (!mine.children().get(i).equals(theirs.children().get(i))) {
                int depth = theirs.depth() + 1;
                return node(depth, theirs.path() | ((long) i << height(depth)));
            }
        }
        return null;
    }

    /** What a leaf of another tree says otherwise of its copies, or does not have. */
    public List<CellDifference> differences(TreeNode leaf) {
        Map<EntityId, SortedMap<Integer, Long>> mine = new TreeMap<>();
        settle();
        Node node = root;
        for (int at = 0; node.children != null && at < leaf.depth(); at++) {
            node = node.children[child(leaf.path(), at)];
        }
        for (int slot : slots(node)) {
            if (TreeNode.isBelow(mix(slot), leaf.depth(), leaf.path())) {
                mine.put(state.entity(slot), cellMarks(slot));
            }
        }
        List<CellDifference> out = new ArrayList<>();
        for (TreeNode.CopyMarks copy : leaf.copies()) {
            SortedMap<Integer, Long> known = mine.remove(copy.entity());
            CellDifference.of(state, copy.entity(), known == null ? new TreeMap<>() : known, copy.cells(), out);
        }
        if (leaf.copies().size() < TreeNode.CELLS_MAX) {
            mine.forEach((entity, cells) -> CellDifference.of(state, entity, cells, new TreeMap<>(), out));
        }
        return out;
    }
}
