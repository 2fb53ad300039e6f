package worldmesh.benchmarks.asset;

/**
 * How a file came.
 *
 * @param firstNanos from the wish to the update after which the first bytes were there, verified
 * @param wholeNanos the same for all of them
 * @param sources peers it was fetched from at once, at the most
 */
record Fetched(long firstNanos, long wholeNanos, int sources) {}
