package worldmesh.mesh.ice;

import java.util.List;
import java.util.stream.Stream;
import worldmesh.mesh.wss.NodeSettings;

/**
 * How ways through NATs are looked for.
 *
 * @param enabled false to try only the addresses that members name
 * @param stunServers {@code host:port} of servers that tell this peer its address behind a NAT; none are needed where
 *     a member outside tells it
 * @param turn servers that carry for this peer where nothing else does
 * @param node the rendezvous node, where members are met that nobody reaches
 */
public record IceSettings(boolean enabled, List<String> stunServers, TurnSettings turn, NodeSettings node) {
    /** More servers than this tell nothing new. */
    public static final int SERVERS_MAX = 8;

    /** Refuses more servers than are asked, and what is not the address of one. */
    public IceSettings {
        if (stunServers.size() > SERVERS_MAX) {
            throw new IllegalArgumentException("there are " + stunServers.size() + " STUN servers, at most "
                    + SERVERS_MAX + " are asked; name fewer");
        }
        for (String server : stunServers) {
            if (!server.matches("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "the STUN server '" + server + "' must be host:port or [v6]:port, for example stun.org:3478");
            }
        }
        stunServers = List.copyOf(stunServers);
    }

    /** Without TURN servers, and without a rendezvous node. */
    public IceSettings(boolean enabled, List<String> stunServers) {
        this(enabled, stunServers, TurnSettings.none(), NodeSettings.NONE);
    }

    /** The servers in {@code list}, {@code host:port} parted by commas; empty for none. */
    public static List<String> servers(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .toList();
    }

    /** These settings with servers that carry. */
    public IceSettings withTurn(TurnSettings servers) {
        return new IceSettings(enabled, stunServers, servers, node);
    }

    /** These settings with a rendezvous node. */
    public IceSettings withNode(NodeSettings settings) {
        return new IceSettings(enabled, stunServers, turn, settings);
    }

    /** Ways are looked for, without a server. */
    public static IceSettings defaults() {
        return new IceSettings(true, List.of());
    }
}
