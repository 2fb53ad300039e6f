package worldmesh.world.crdt.sequence;

/** Takes units of one author that stand side by side in a sequence, from a counter on. */
public interface SpanVisitor {
    /** One span, seen or deleted as a whole; the units are a copy. */
    void span(Author author, int counter, Units units, boolean seen);
}
