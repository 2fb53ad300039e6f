package worldmesh.mesh.lan;

import java.util.Arrays;
import worldmesh.runtime.identity.PublicKey;

/**
 * What a party tells the local network about itself.
 *
 * @param key the key of the peer that announces and signs
 * @param world the 32 bytes of the world's id
 * @param name for people, at most {@link #MAX_NAME_BYTES} of UTF-8
 * @param port the UDP port to connect to at the address the announcement came from
 * @param players how many are in the party
 */
@SuppressWarnings("ArrayRecordComponent")
public record LanAnnouncement(PublicKey key, byte[] world, String name, int port, int players) {
    /** The longest name. */
    public static final int MAX_NAME_BYTES = 128;

    /** Checks and copies. */
    public LanAnnouncement {
        if (world.length != 32) {
            throw new IllegalArgumentException("a world id has 32 bytes, got " + world.length);
        }
        int nameBytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (nameBytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "the announced name has " + nameBytes + " bytes, at most " + MAX_NAME_BYTES + " are allowed");
        }
        if (port < 1 || port > 65_535 || players < 0 || players > 65_535) {
            throw new IllegalArgumentException("port " + port + " and players " + players + " must fit sixteen bits");
        }
        world = world.clone();
    }

    @Override
    public byte[] world() {
        return world.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LanAnnouncement that
                && key.equals(that.key)
                && Arrays.equals(world, that.world)
                && name.equals(that.name)
                && port == that.port
                && players == that.players;
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + port;
    }
}
