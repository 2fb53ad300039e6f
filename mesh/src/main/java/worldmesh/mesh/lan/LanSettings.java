package worldmesh.mesh.lan;

/**
 * Where announcements go.
 *
 * @param groupV4 an address of the administratively scoped block 239.0.0.0/8 (RFC 2365)
 * @param groupV6 a link-local group ff02::/16
 * @param port the UDP port of announcements; several processes of one machine share it
 * @param intervalMillis the time between two rounds of announcements; a network on which questions are heard is spoken
 *     to in every second round
 */
public record LanSettings(String groupV4, String groupV6, int port, int intervalMillis) {
    private static final int QUIET_ROUNDS = 2;

    /** Refuses what cannot work. */
    public LanSettings {
        if (!groupV4.startsWith("239.") || !groupV6.startsWith("ff02:")) {
            throw new IllegalArgumentException("mesh.lan groups are " + groupV4 + " and " + groupV6
                    + ", must be within 239.0.0.0/8 and ff02::/16 so that announcements stay on the local network");
        }
        if (port < 1 || port > 65_535 || intervalMillis < 50 || intervalMillis > 60_000) {
            throw new IllegalArgumentException("mesh.lan.port is " + port + ", must be within 1..65535, and"
                    + " mesh.lan.interval-millis is " + intervalMillis + ", must be within 50..60000");
        }
    }

    /**
     * Once a second where nobody can ask, every other second where whoever looks for a party asks for an answer at
     * once: an idle host has no more to say than its guests.
     */
    public static LanSettings defaults() {
        return new LanSettings("239.87.77.1", "ff02::5747:4d01", 47_870, 1_000);
    }

    /** True if that round is one for a network on which questions are heard, or are not. */
    boolean speaksIn(long round, boolean hearsQuestions) {
        return !hearsQuestions || round % QUIET_ROUNDS == 0;
    }

    /** What a host sends a second on one network of both families that nobody asks on. */
    public double packetsPerSecond() {
        double rounds = 1_000.0 / intervalMillis;
        return rounds + rounds / QUIET_ROUNDS;
    }
}
