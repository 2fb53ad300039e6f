package worldmesh.world.delta;

/** What columns are written relative to: the author's replica and the batch's clock. */
record BatchHead(long replica, long clock) {}
