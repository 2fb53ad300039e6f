package worldmesh.mesh.lan;

/**
 * Where announcements go.
 *
 * @param groupV4 an address of the administratively scoped block 239.0.0.0/8 (RFC 2365)
 * @param groupV6 a link-local group ff02::/16
 * @param port the UDP port of announcements; several processes of one machine share it
 * @param intervalMillis the time between two announcements
 */
public record LanSettings(String groupV4, String groupV6, int port, int intervalMillis) {
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

    /** Twice a second: found fast, and 400 bytes per second of the host alone cost nobody anything. */
    public static LanSettings defaults() {
        return new LanSettings("239.87.77.1", "ff02::5747:4d01", 47_870, 500);
    }
}
