package worldmesh.mesh.relay;

/**
 * How far this peer carries the datagrams of others, checked when built.
 *
 * @param willing false: not at all; it is still carried by others
 * @param bytesPerSecond of all pairs together: half of a slow upload; a party of four streams 30 kB/s over a pair
 * @param pairBytesPerSecond of one pair, so that none uses up what is there for all
 * @param pairs carried at once
 */
public record RelaySettings(boolean willing, long bytesPerSecond, long pairBytesPerSecond, int pairs) {
    /** Refuses what cannot work. */
    public RelaySettings {
        within("mesh.relay.bytes-per-second", bytesPerSecond, 10_000, 10_000_000_000L);
        within("mesh.relay.pair-bytes-per-second", pairBytesPerSecond, 10_000, 10_000_000_000L);
        within("mesh.relay.pairs", pairs, 1, 10_000);
    }

    /** The settings a party runs with. */
    public static RelaySettings defaults() {
        return new RelaySettings(true, 500_000, 250_000, 64);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", must be within " + min + ".." + max + "; correct it or remove the line");
        }
    }
}
