package worldmesh.benchmarks.link;

/**
 * Round trips of one contestant: the medians of its rounds, and the medians of what its rounds took of the same round
 * of raw UDP.
 */
record RoundTrips(double microsP50, double microsP99, double ratioP50, double ratioP99) {}
