package worldmesh.world.crdt.sequence;

import java.util.List;

/** Finds where in the order of all units one belongs that hangs at another: Fugue, algorithm 1. Keeps nothing. */
final class FugueOrder {
    private final List<Runs> authors;
    private final Children children;
    private final SpanTree tree;

    FugueOrder(List<Runs> authors, Children children, SpanTree tree) {
        this.authors = authors;
        this.children = children;
        this.tree = tree;
    }

    static long unit(int author, int counter) {
        return ((long) author << 32) | counter;
    }

    private int compare(int author, int counter, int otherAuthor, int otherCounter) {
        int order = author == otherAuthor ? 0 : authors.get(author).author.compareTo(authors.get(otherAuthor).author);
        return order == 0 ? Integer.compare(counter, otherCounter) : order;
    }

    /** Of the placed children of a unit on a side, without one: the least above it, or the greatest below it, or -1. */
    private long sibling(long key, int author, int counter, boolean above) {
        long best = -1;
        long child = children.first(key);
        while (child >= 0) {
            int childAuthor = (int) (child >>> 32);
            int run = (int) child;
            Runs runs = authors.get(childAuthor);
            if (runs.placed[run]) {
                best = better(best, unit(childAuthor, runs.start[run]), author, counter, above);
            }
            child = runs.siblingAuthor[run] < 0 ? -1 : unit(runs.siblingAuthor[run], runs.siblingRun[run]);
        }
        return best;
    }

    private long better(long best, long unit, int author, int counter, boolean above) {
        int all = above ? 1 : -1;
        int side = author < 0 ? all : compare((int) (unit >>> 32), (int) unit, author, counter);
        if (side == 0 || (side > 0) != above) {
            return best;
        }
        if (best < 0) {
            return unit;
        }
        int order = compare((int) (unit >>> 32), (int) unit, (int) (best >>> 32), (int) best);
        return (order < 0) == above ? unit : best;
    }

    /** Finds where a unit belongs; true if before the unit that is found, false if after it. */
    boolean seekPlace(int author, int counter, int parent, int parentCounter, boolean left) {
        long key = Children.key(parent, parentCounter, left);
        long above = sibling(key, author, counter, true);
        boolean goesOn = !left
                && parent != Sequence.ROOT
                && (parent != author || counter != parentCounter + 1)
                && goesOnPlaced(parent, parentCounter);
        long next = unit(parent, parentCounter + 1);
        above = goesOn ? better(above, next, author, counter, true) : above;
        if (above >= 0) {
            return leftmost(above);
        }
        if (left) {
            demand(parent, parentCounter);
            return true;
        }
        long below = sibling(key, author, counter, false);
        below = goesOn ? better(below, next, author, counter, false) : below;
        if (below >= 0) {
            rightmost(below);
        } else if (parent != Sequence.ROOT) {
            demand(parent, parentCounter);
        }
        return false;
    }

    boolean goesOnPlaced(int author, int counter) {
        return authors.get(author).goesOn(counter) && tree.find(author, counter + 1);
    }

    private void demand(int author, int counter) {
        if (!tree.find(author, counter)) {
            throw new IllegalStateException("unit " + counter + " has no place");
        }
    }

    /** Goes to the first unit of a subtree. */
    private boolean leftmost(long top) {
        long at = top;
        for (long child = at; child >= 0; child = least((int) (at >>> 32), (int) at)) {
            at = child;
        }
        demand((int) (at >>> 32), (int) at);
        return true;
    }

    private long least(int author, int counter) {
        return sibling(Children.key(author, counter, true), -1, -1, true);
    }

    /** Goes to the last unit of a subtree. */
    private void rightmost(long top) {
        int author = (int) (top >>> 32);
        int counter = (int) top;
        while (true) {
            Runs runs = authors.get(author);
            int run = runs.runOf(counter);
            long child = -1;
            if (!runs.forked[run]) {
                counter = lastPlaced(author, runs.end(run));
            } else {
                child = greatestRight(author, counter);
            }
            if (child < 0) {
                break;
            }
            author = (int) (child >>> 32);
            counter = (int) child;
        }
        demand(author, counter);
    }

    private int lastPlaced(int author, int end) {
        int last = end - 1;
        while (!tree.find(author, last)) {
            last--;
        }
        return last;
    }

    private long greatestRight(int author, int counter) {
        long best = sibling(Children.key(author, counter, false), -1, -1, false);
        if (goesOnPlaced(author, counter)) {
            long next = unit(author, counter + 1);
            best = best < 0 || compare(author, counter + 1, (int) (best >>> 32), (int) best) > 0 ? next : best;
        }
        return best;
    }
}
