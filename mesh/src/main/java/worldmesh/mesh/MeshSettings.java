package worldmesh.mesh;

import worldmesh.mesh.relay.RelaySettings;
import worldmesh.mesh.session.Rekeying;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.runtime.net.UdpDatagramPort;

/**
 * The tunables of the mesh, checked when built. Defaults come from design §6 and the measurements in reference/mesh.md
 * unless a line says otherwise.
 *
 * @param pingMillis a link that heard nothing for this long asks for a sign of life
 * @param suspectMillis after this silence a peer is reported as suspected; what it is longer than a ping the other
 *     members have to hear of it, so that a party knows within 800 ms
 * @param deadMillis after this silence a link is closed
 * @param connectTimeoutMillis how long an attempt goes on before it fails
 * @param rekeyRecords records sealed under one key: at most, and by default, as many as are 1 GiB if every one is full
 * @param rekeyMillis the longest life of a key
 * @param resumeMillis how long after a link was lost its ticket is good: a restart of a machine fits; 0: none
 * @param bytesPerSecond refill of the token bucket of a link: 100 Mbit/s, a LAN's share
 * @param burstBytes size of the token bucket: four messages of the largest size
 * @param maxLinks links at once; further handshakes are refused
 * @param maxHalfOpen handshakes being answered at once, all addresses together
 * @param maxHalfOpenPerAddress the same for one IP address
 * @param handshakesPerSecond new handshakes answered per second and IP address, with a burst of twice that
 * @param dscp the class that every datagram is marked with (RFC 2474); 0, none: decision 0016
 * @param versions of the wire that are spoken
 * @param relay how far datagrams of others are carried
 */
public record MeshSettings(
        long pingMillis,
        long suspectMillis,
        long deadMillis,
        long connectTimeoutMillis,
        long rekeyRecords,
        long rekeyMillis,
        long resumeMillis,
        long bytesPerSecond,
        int burstBytes,
        int maxLinks,
        int maxHalfOpen,
        int maxHalfOpenPerAddress,
        int handshakesPerSecond,
        int dscp,
        WireVersions versions,
        RelaySettings relay) {
    /** Refuses what cannot work. */
    public MeshSettings {
        within("mesh.link.ping-millis", pingMillis, 10, 60_000);
        within("mesh.link.suspect-millis", suspectMillis, pingMillis * 3 / 2, 120_000);
        within("mesh.link.dead-millis", deadMillis, suspectMillis, 600_000);
        within("mesh.connect.timeout-millis", connectTimeoutMillis, 100, 600_000);
        within("mesh.rekey.records", rekeyRecords, 1, Rekeying.RECORDS_MAX);
        within("mesh.rekey.millis", rekeyMillis, 100, 3_600_000);
        within("mesh.resume.millis", resumeMillis, 0, 86_400_000);
        within("mesh.pace.bytes-per-second", bytesPerSecond, 10_000, 10_000_000_000L);
        within("mesh.pace.burst-bytes", burstBytes, 1_200, 16 << 20);
        within("mesh.limit.links", maxLinks, 1, 10_000);
        within("mesh.limit.half-open", maxHalfOpen, 1, 10_000);
        within("mesh.limit.half-open-per-address", maxHalfOpenPerAddress, 1, 10_000);
        within("mesh.limit.handshakes-per-second", handshakesPerSecond, 1, 100_000);
        within("mesh.socket.dscp", dscp, 0, UdpDatagramPort.DSCP_MAX);
    }

    /** The settings a LAN party runs with. */
    public static MeshSettings defaults() {
        return new MeshSettings(
                350,
                550,
                4_000,
                8_000,
                Rekeying.RECORDS_MAX,
                120_000,
                600_000,
                12_500_000,
                256 << 10,
                256,
                256,
                64,
                64,
                0,
                WireVersions.ALL,
                RelaySettings.defaults());
    }

    /** These settings with another life of keys. */
    public MeshSettings withRekey(long records, long millis) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                records,
                millis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with another pace. */
    public MeshSettings withPace(long newBytesPerSecond, int newBurstBytes) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                newBytesPerSecond,
                newBurstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with other bounds on links and handshakes. */
    public MeshSettings withLimits(int links, int halfOpen, int halfOpenPerAddress, int perSecond) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                links,
                halfOpen,
                halfOpenPerAddress,
                perSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with other times of liveness. */
    public MeshSettings withLiveness(long ping, long suspect, long dead) {
        return new MeshSettings(
                ping,
                suspect,
                dead,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with another patience of attempts to connect. */
    public MeshSettings withConnectTimeout(long millis) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                millis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with another life of tickets. */
    public MeshSettings withResume(long millis) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                millis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                relay);
    }

    /** These settings with another class of datagrams. */
    public MeshSettings withDscp(int newDscp) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                newDscp,
                versions,
                relay);
    }

    /** These settings with other versions of the wire. */
    public MeshSettings withVersions(WireVersions spoken) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                spoken,
                relay);
    }

    /** These settings with another willingness to carry datagrams of others. */
    public MeshSettings withRelay(RelaySettings settings) {
        return new MeshSettings(
                pingMillis,
                suspectMillis,
                deadMillis,
                connectTimeoutMillis,
                rekeyRecords,
                rekeyMillis,
                resumeMillis,
                bytesPerSecond,
                burstBytes,
                maxLinks,
                maxHalfOpen,
                maxHalfOpenPerAddress,
                handshakesPerSecond,
                dscp,
                versions,
                settings);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", must be within " + min + ".." + max + "; correct it or remove the line");
        }
    }
}
