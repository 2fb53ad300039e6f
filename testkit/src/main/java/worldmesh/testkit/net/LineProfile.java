package worldmesh.testkit.net;

import java.util.Locale;

/** Nine lines, each worse than the one before, from a good Wi-Fi to one that nobody would play on. */
public enum LineProfile {
    /** A good Wi-Fi: 100 Mbit/s, 16 ms there and back, one datagram in a thousand lost. */
    WIFI(100_000_000, 16, 2, 0.001, 1),
    /** A telephone line. */
    DSL(20_000_000, 30, 4, 0.002, 1),
    /** Wi-Fi with many neighbours. */
    CROWDED_WIFI(10_000_000, 40, 10, 0.01, 2),
    /** A telephone that does not move; {@link MobileProfile#LTE} does. */
    LTE_AT_REST(8_000_000, 60, 15, 0.005, 2),
    /** A telephone in a train. */
    TRAIN(4_000_000, 100, 30, 0.03, 3),
    /** The generation before. */
    UMTS(2_000_000, 150, 40, 0.05, 3),
    /** A satellite that stands still. */
    SATELLITE(1_000_000, 600, 20, 0.05, 2),
    /** Two generations before, at the edge of its reach. */
    EDGE(512_000, 400, 100, 0.15, 4),
    /** 256 kbit/s, 800 ms there and back, a quarter lost in bursts. */
    ABSURD(256_000, 800, 100, 0.25, 5);

    private static final long NANOS_PER_MILLI = 1_000_000L;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final LinkShape shape;

    LineProfile(long bitsPerSecond, long roundTripMillis, long jitterMillis, double loss, double burst) {
        this.shape = LinkShape.clear()
                .withDelay(roundTripMillis / 2 * NANOS_PER_MILLI, jitterMillis * NANOS_PER_MILLI)
                .withLoss(loss, burst)
                .withRate(bitsPerSecond, 2 * LinkShape.DEFAULT_QUEUE_NANOS);
    }

    /** One direction of it; both are alike. */
    public LinkShape shape() {
        return shape;
    }

    /** Its name on a command line: small letters and dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The profile of that name. */
    public static LineProfile ofLabel(String label) {
        for (LineProfile profile : values()) {
            if (profile.label().equals(label)) {
                return profile;
            }
        }
        StringBuilder names = new StringBuilder();
        for (LineProfile profile : values()) {
            names.append(names.isEmpty() ? "" : ", ").append(profile.label());
        }
        for (MobileProfile profile : MobileProfile.values()) {
            names.append(", ").append(profile.label());
        }
        throw new IllegalArgumentException("there is no line profile '" + label + "'; there are " + names);
    }
}
