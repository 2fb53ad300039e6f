package worldmesh.samples.lanparty;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.PeerConfig;

/**
 * How one player's peer is started.
 *
 * @param name what others see
 * @param store the directory that keeps world and key
 * @param page where the page is served
 * @param entry how it comes into the world
 * @param listen the UDP address to be reached at, or null for any free port
 * @param files what else it reads and writes
 * @param config the tunables of its links and session
 */
public record PeerOptions(
        String name,
        Path store,
        InetSocketAddress page,
        Entry entry,
        @Nullable InetSocketAddress listen,
        Files files,
        PeerConfig config) {
    /** Characters of a name; the map has no room for more. */
    public static final int NAME_MAX = 24;

    /** Options with every tunable at its default. */
    public PeerOptions(
            String name,
            Path store,
            InetSocketAddress page,
            Entry entry,
            @Nullable InetSocketAddress listen,
            Files files) {
        this(name, store, page, entry, listen, files, PeerConfig.defaults());
    }

    /** Refuses a name that nobody could be called by. */
    public PeerOptions {
        boolean good = !name.isBlank()
                && name.length() <= NAME_MAX
                && name.codePoints().noneMatch(PeerOptions::isBad);
        if (!good) {
            throw new IllegalArgumentException("the name '" + name + "' must be 1 to " + NAME_MAX
                    + " characters without spaces, so that others can write it in commands");
        }
    }

    private static boolean isBad(int character) {
        return Character.isWhitespace(character) || Character.isISOControl(character);
    }

    /** Ways into a world. */
    public enum Way {
        /** Found a world, or host the one in the store. */
        HOST,
        /** Join the first world found on the LAN. */
        JOIN_LAN,
        /** Join at an address or by an invitation. */
        JOIN
    }

    /**
     * How the peer comes into the world.
     *
     * @param way which way
     * @param target for {@link Way#JOIN} an address or invitation, for {@link Way#HOST} the name of a new world
     */
    public record Entry(Way way, String target) {
        /** Hosts a world that is called so if it is new. */
        public static Entry host(String worldName) {
            return new Entry(Way.HOST, worldName);
        }

        /** Joins what is found on the LAN. */
        public static Entry joinLan() {
            return new Entry(Way.JOIN_LAN, "");
        }

        /** Joins at {@code host:port} or by a {@code worldmesh://} invitation. */
        public static Entry join(String addressOrInvitation) {
            return new Entry(Way.JOIN, addressOrInvitation);
        }
    }

    /**
     * Files besides the store.
     *
     * @param input a recorded party to replay, or null
     * @param receipts where receipts of accepted commands are appended, or null
     */
    public record Files(@Nullable Path input, @Nullable Path receipts) {
        /** None. */
        public static final Files NONE = new Files(null, null);
    }
}
