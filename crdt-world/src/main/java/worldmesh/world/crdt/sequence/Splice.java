package worldmesh.world.crdt.sequence;

/**
 * At a position so many units gave way to others. Of several, by position: each is where it is once those before it
 * are made.
 */
public record Splice(int position, Units deleted, Units inserted) {}
