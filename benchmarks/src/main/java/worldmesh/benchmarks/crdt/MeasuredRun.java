package worldmesh.benchmarks.crdt;

/** One run of one contestant. */
interface MeasuredRun {
    /** Edits with the encoding of their deltas. */
    Meter local();

    /** Merging the deltas of others. */
    Meter merge();
}
