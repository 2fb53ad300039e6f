package worldmesh.authority.node;

import java.nio.file.Path;
import worldmesh.peer.MeshKeys;
import worldmesh.runtime.config.Default;
import worldmesh.runtime.config.Key;

/** The configuration of a node, as {@link worldmesh.runtime.config.ConfigLoader} reads it. */
public record NodeConfig(NodeConfig.NodeKeys node, NodeConfig.HttpKeys http, MeshKeys mesh, NodeConfig.PeerKeys peer) {
    /** Keys under {@code peer}. */
    public record PeerKeys(SessionKeys session) {}

    /** Keys under {@code peer.session}; what else a session has is set under {@code node}. */
    public record SessionKeys(
            @Key(doc = "Whether players with other components are admitted; theirs are passed on unread.")
            @Default("false")
            boolean allowOtherSchema,

            @Key(doc = "Messages taken from one player per second.", min = 100, max = 1_000_000) @Default("5000")
            int messagesPerSecond,

            @Key(doc = "Commands taken from one player per second.", min = 1, max = 100_000) @Default("200")
            int commandsPerSecond,

            @Key(
                    doc = "Newest entries of the authority's log that stay on the disk; who was away for longer is told"
                            + " the state instead.",
                    min = 1_024,
                    max = 1_000_000)
            @Default("4096")
            int logEntriesKept) {}

    /** Keys under {@code node}. */
    public record NodeKeys(
            @Key(doc = "The directory that keeps the world.")
            Path store,

            @Key(doc = "The game to host, by name; empty takes the only one on the class path.") @Default("")
            String game,

            @Key(doc = "The name a new world is founded under.") @Default("world")
            String world,

            @Key(doc = "The name the node shows to players.") @Default("node")
            String name,

            @Key(doc = "The address of the UDP port.") @Default("0.0.0.0")
            String serverAddress,

            @Key(doc = "The UDP port players join at; 0 takes any free one.", min = 0, max = 65_535) @Default("27500")
            int port,

            @Key(doc = "Players connected at once; the next is told that the server is full.", min = 1, max = 128)
            @Default("32")
            int maxConnections,

            @Key(doc = "Turns per second: how often commands are judged and deltas sent.", min = 1, max = 240)
            @Default("60")
            int updateRate,

            @Key(
                    doc = "Metres a sector is wide; fixed when the world is founded, and must be the same ever after.",
                    min = 1,
                    max = 1_000_000)
            @Default("1000")
            int sectorSize,

            @Key(doc = "Whether large messages are sent compressed; compressed ones are read in any case.")
            @Default("true")
            boolean compressionEnabled,

            @Key(doc = "Whether the world is announced on the local network.") @Default("true")
            boolean announce,

            @Key(doc = "Whether a new world takes only invited players.") @Default("false")
            boolean inviteOnly,

            @Key(doc = "Why all commands are refused, as players are told, such as maintenance; empty takes them.")
            @Default("")
            String readOnly) {}

    /** Keys under {@code http}. */
    public record HttpKeys(
            @Key(doc = "Whether /health and /metrics are served.") @Default("true")
            boolean enabled,

            @Key(doc = "The address of the HTTP port.") @Default("127.0.0.1")
            String address,

            @Key(doc = "The HTTP port; 0 takes any free one.", min = 0, max = 65_535) @Default("27580")
            int port) {}
}
