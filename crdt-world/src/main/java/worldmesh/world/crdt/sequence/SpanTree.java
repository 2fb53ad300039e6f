package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spans of consecutive units of one author in the order of the sequence, in the leaves of a B+-tree that counts the
 * units that are seen. A span whose length is below zero was deleted. Where the last search ended is kept, so that
 * edits side by side need none. Not thread-safe.
 */
final class SpanTree {
    private static final int WIDTH = 32;

    /** What the numbers of a kid, a span and a unit in it take: six levels fit, more than all units need. */
    private static final int PLACE_BITS = 6;

    private static final int SLOT_BITS = 5;
    private static final int OFFSET_BITS = 22;

    /** A leaf, or an inner node. */
    abstract static class Node {
        @Nullable Inner parent;

        int place;
        int visible;
    }

    /** Spans side by side. */
    static final class Leaf extends Node {
        final int[] author = new int[WIDTH];
        final int[] start = new int[WIDTH];
        final int[] length = new int[WIDTH];
        int count;

        @Nullable Leaf next;
    }

    /** Nodes side by side. */
    static final class Inner extends Node {
        /** One more than stays: a node that is over full is split. */
        final Node[] kids = new Node[WIDTH + 1];

        int count;
    }

    private final List<SpanIndex> indices = new ArrayList<>();
    private final Leaf first = new Leaf();
    private Node root = first;

    // Where the last search ended: a span and a unit in it.
    Leaf leaf = first;
    int slot;
    int offset;

    /** The leaf of the last search by position, and how many units are seen before it. */
    private @Nullable Leaf near;

    private int nearFrom;

    /** Makes room for one author more. */
    void addAuthor() {
        indices.add(new SpanIndex());
    }

    int visible() {
        return root.visible;
    }

    boolean isEmpty() {
        return first.count == 0;
    }

    /** Finds the unit that is seen at a position. */
    void seek(int position) {
        Leaf at = near;
        int from = nearFrom;
        if (at == null || position < from || position >= from + at.visible) {
            from = 0;
            Node node = root;
            while (node instanceof Inner inner) {
                int i = 0;
                while (position - from >= inner.kids[i].visible) {
                    from += inner.kids[i++].visible;
                }
                node = inner.kids[i];
            }
            at = (Leaf) node;
            near = at;
            nearFrom = from;
        }
        int left = position - from;
        int i = 0;
        while (at.length[i] <= left) {
            left -= Math.max(0, at.length[i++]);
        }
        set(at, i, left);
    }

    private void set(Leaf at, int i, int unit) {
        leaf = at;
        slot = i;
        offset = unit;
    }

    /** Finds a unit by its id; false if it has no place. */
    boolean find(int author, int counter) {
        Leaf at = indices.get(author).floor(counter);
        if (at == null) {
            return false;
        }
        for (int i = 0; i < at.count; i++) {
            int unit = counter - at.start[i];
            if (at.author[i] == author && unit >= 0 && unit < Math.abs(at.length[i])) {
                set(at, i, unit);
                return true;
            }
        }
        return false;
    }

    /** Goes to the first unit; false if there is none. */
    boolean toFirst() {
        set(first, 0, 0);
        return first.count > 0;
    }

    /** Goes to the unit after this one, seen or not; false at the end. */
    boolean toNext() {
        if (offset + 1 < Math.abs(leaf.length[slot])) {
            offset++;
            return true;
        }
        return toNextSpan();
    }

    /** Goes to the first unit of the next span; false at the end. */
    boolean toNextSpan() {
        if (slot + 1 < leaf.count) {
            set(leaf, slot + 1, 0);
            return true;
        }
        Leaf after = leaf.next;
        if (after == null) {
            return false;
        }
        set(after, 0, 0);
        return true;
    }

    int author() {
        return leaf.author[slot];
    }

    int counter() {
        return leaf.start[slot] + offset;
    }

    boolean isSeen() {
        return leaf.length[slot] > 0;
    }

    /** How many units of the span are left, this one among them. */
    int left() {
        return Math.abs(leaf.length[slot]) - offset;
    }

    /** How many units are seen before the one that was found. */
    int rank() {
        int rank = isSeen() ? offset : 0;
        for (int i = 0; i < slot; i++) {
            rank += Math.max(0, leaf.length[i]);
        }
        Node node = leaf;
        for (Inner above = node.parent; above != null; above = node.parent) {
            for (int i = 0; i < node.place; i++) {
                rank += above.kids[i].visible;
            }
            node = above;
        }
        return rank;
    }

    /** Where the unit that was found is in the order of all, as a number that holds until the next change. */
    long key() {
        long path = 0;
        int shift = 0;
        for (Node node = leaf; node.parent != null; node = node.parent) {
            path |= (long) node.place << shift;
            shift += PLACE_BITS;
        }
        return path << (SLOT_BITS + OFFSET_BITS) | (long) slot << OFFSET_BITS | offset;
    }

    /** Puts units before all others. */
    void insertFirst(int author, int start, int length) {
        set(first, 0, 0);
        put(author, start, length);
    }

    /** Puts units after the one that was found. */
    void insertAfter(int author, int start, int length) {
        offset++;
        put(author, start, length);
    }

    /** Puts units before the one that was found. */
    void insertBefore(int author, int start, int length) {
        put(author, start, length);
    }

    private void put(int author, int start, int length) {
        int size = slot < leaf.count ? Math.abs(leaf.length[slot]) : 0;
        if (offset > 0 && offset < size) {
            splitSpan();
        } else if (offset > 0) {
            slot++;
        }
        offset = 0;
        int before = slot - 1;
        if (before >= 0
                && leaf.length[before] > 0
                && leaf.author[before] == author
                && leaf.start[before] + leaf.length[before] == start) {
            leaf.length[before] += length;
            see(leaf, length);
            return;
        }
        makeRoom();
        open(slot);
        leaf.author[slot] = author;
        leaf.start[slot] = start;
        leaf.length[slot] = length;
        indices.get(author).put(start, leaf);
        see(leaf, length);
    }

    /** Splits the span at the unit that was found and goes to it as the first of its own. */
    private void splitSpan() {
        makeRoom();
        open(slot + 1);
        int sign = leaf.length[slot] > 0 ? 1 : -1;
        int size = Math.abs(leaf.length[slot]);
        leaf.author[slot + 1] = leaf.author[slot];
        leaf.start[slot + 1] = leaf.start[slot] + offset;
        leaf.length[slot + 1] = sign * (size - offset);
        leaf.length[slot] = sign * offset;
        slot++;
        offset = 0;
        indices.get(leaf.author[slot]).put(leaf.start[slot], leaf);
    }

    private void open(int at) {
        int behind = leaf.count - at;
        System.arraycopy(leaf.author, at, leaf.author, at + 1, behind);
        System.arraycopy(leaf.start, at, leaf.start, at + 1, behind);
        System.arraycopy(leaf.length, at, leaf.length, at + 1, behind);
        leaf.count++;
    }

    private static void close(Leaf at, int i) {
        int behind = at.count - i - 1;
        System.arraycopy(at.author, i + 1, at.author, i, behind);
        System.arraycopy(at.start, i + 1, at.start, i, behind);
        System.arraycopy(at.length, i + 1, at.length, i, behind);
        at.count--;
    }

    /** Splits the leaf if it is full; what was found may then be in the other half. */
    private void makeRoom() {
        if (leaf.count < WIDTH) {
            return;
        }
        Leaf upper = new Leaf();
        int kept = WIDTH / 2;
        int moved = WIDTH - kept;
        System.arraycopy(leaf.author, kept, upper.author, 0, moved);
        System.arraycopy(leaf.start, kept, upper.start, 0, moved);
        System.arraycopy(leaf.length, kept, upper.length, 0, moved);
        for (int i = 0; i < moved; i++) {
            upper.visible += Math.max(0, upper.length[i]);
            indices.get(upper.author[i]).put(upper.start[i], upper);
        }
        upper.count = moved;
        leaf.count = kept;
        leaf.visible -= upper.visible;
        upper.next = leaf.next;
        leaf.next = upper;
        insertNode(leaf, upper);
        near = null;
        if (slot >= kept) {
            set(upper, slot - kept, offset);
        }
    }

    /** Puts a node beside another that gave it a part of its units. */
    private void insertNode(Node left, Node fresh) {
        Inner parent = left.parent;
        if (parent == null) {
            Inner top = new Inner();
            top.visible = left.visible + fresh.visible;
            attach(top, 0, left);
            attach(top, 1, fresh);
            top.count = 2;
            root = top;
            return;
        }
        int at = left.place + 1;
        for (int i = parent.count; i > at; i--) {
            attach(parent, i, parent.kids[i - 1]);
        }
        attach(parent, at, fresh);
        parent.count++;
        if (parent.count > WIDTH) {
            splitInner(parent);
        }
    }

    private void splitInner(Inner full) {
        Inner upper = new Inner();
        int kept = full.count / 2;
        for (int i = kept; i < full.count; i++) {
            attach(upper, i - kept, full.kids[i]);
            upper.visible += full.kids[i].visible;
        }
        upper.count = full.count - kept;
        full.count = kept;
        full.visible -= upper.visible;
        insertNode(full, upper);
    }

    private static void attach(Inner parent, int at, Node kid) {
        parent.kids[at] = kid;
        kid.parent = parent;
        kid.place = at;
    }

    private void see(Leaf at, int more) {
        if (at != near) {
            near = null;
        }
        for (Node node = at; node != null; node = node.parent) {
            node.visible += more;
        }
    }

    /** Deletes the unit that was found and those after it in its span, at most so many; answers how many it met. */
    int delete(int most) {
        int met = Math.min(most, left());
        if (!isSeen()) {
            return met;
        }
        if (offset > 0 && !growDeletedAfter(met)) {
            splitSpan();
        } else if (offset > 0) {
            return met;
        }
        if (met < leaf.length[slot]) {
            offset = met;
            splitSpan();
            goBack();
        }
        leaf.length[slot] = -met;
        see(leaf, -met);
        mergeAround();
        return met;
    }

    /** Typing backwards deletes the end of a span again and again: the deleted one behind it grows. */
    private boolean growDeletedAfter(int met) {
        int after = slot + 1;
        boolean joins = offset + met == leaf.length[slot]
                && after < leaf.count
                && leaf.author[after] == leaf.author[slot]
                && leaf.start[after] == leaf.start[slot] + leaf.length[slot]
                && leaf.length[after] < 0;
        if (joins) {
            SpanIndex index = indices.get(leaf.author[after]);
            index.remove(leaf.start[after]);
            leaf.length[slot] -= met;
            leaf.start[after] -= met;
            leaf.length[after] -= met;
            index.put(leaf.start[after], leaf);
            see(leaf, -met);
        }
        return joins;
    }

    /** After a split: to the span before, which may be the last of the leaf before. */
    private void goBack() {
        int author = leaf.author[slot];
        find(author, leaf.start[slot] - 1);
        offset = 0;
    }

    private void mergeAround() {
        if (slot + 1 < leaf.count && continues(slot)) {
            mergeWithNext(slot);
        }
        if (slot > 0 && continues(slot - 1)) {
            mergeWithNext(slot - 1);
            slot--;
        }
    }

    private boolean continues(int at) {
        return leaf.author[at] == leaf.author[at + 1]
                && leaf.length[at] < 0
                && leaf.length[at + 1] < 0
                && leaf.start[at] - leaf.length[at] == leaf.start[at + 1];
    }

    private void mergeWithNext(int at) {
        leaf.length[at] += leaf.length[at + 1];
        indices.get(leaf.author[at]).remove(leaf.start[at + 1]);
        close(leaf, at + 1);
    }
}
