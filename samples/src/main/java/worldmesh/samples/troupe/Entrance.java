package worldmesh.samples.troupe;

import java.util.List;
import worldmesh.samples.lanparty.PeerOptions;

/** The ways into a world as arguments of a player's process. */
final class Entrance {
    private static final String HOST = "host";
    private static final String JOIN = "join";
    private static final String LAN = "lan";

    private Entrance() {}

    static List<String> host(String world) {
        return List.of(HOST, world);
    }

    static List<String> join(String addressOrInvitation) {
        return List.of(JOIN, addressOrInvitation);
    }

    static List<String> lan() {
        return List.of(LAN, "");
    }

    static PeerOptions.Entry of(String way, String target) {
        return switch (way) {
            case HOST -> PeerOptions.Entry.host(target);
            case JOIN -> PeerOptions.Entry.join(target);
            case LAN -> PeerOptions.Entry.joinLan();
            default -> throw new IllegalArgumentException("the way in is '" + way + "', must be host, join or lan");
        };
    }
}
