package worldmesh.authority.node;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.scale.ScalingBounds;
import worldmesh.peer.MeshKeys;
import worldmesh.runtime.config.Default;
import worldmesh.runtime.config.Key;

/** The configuration of a node, as {@link worldmesh.runtime.config.ConfigLoader} reads it. */
public record NodeConfig(
        NodeConfig.NodeKeys node,
        NodeConfig.HttpKeys http,
        NodeConfig.RendezvousKeys rendezvous,
        NodeConfig.ScalingKeys scaling,
        MeshKeys mesh,
        NodeConfig.PeerKeys peer) {
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

    /** Keys under {@code rendezvous}. */
    public record RendezvousKeys(
            @Key(
                    doc = "Whether peers of any world meet here, over TLS 1.3 and WebSocket, where no member of theirs"
                            + " is in reach; sealed datagrams are carried until they find a direct way.")
            @Default("false")
            boolean enabled,

            @Key(doc = "The address of the rendezvous' port.") @Default("0.0.0.0")
            String address,

            @Key(
                    doc = "The TCP port of the rendezvous, 443 where networks let nothing else out; the UDP port of"
                            + " that number answers STUN. 0 takes any free ones.",
                    min = 0,
                    max = 65_535)
            @Default("27543")
            int port,

            @Key(
                    doc = "The name or address peers reach the rendezvous by: the node's own world is met there too;"
                            + " empty: only those of others.")
            @Default("")
            String host,

            @Key(
                    doc = "A PEM file with the certificates the rendezvous shows, its own first; empty: one is drawn"
                            + " and kept in `node.store`, and peers know it by the pin that is logged.")
            @Default("")
            String certificate,

            @Key(doc = "A PEM file with the private key of that certificate, PKCS #8.") @Default("")
            String privateKey,

            @Key(doc = "Peers connected to the rendezvous at once.", min = 1, max = 20_000) @Default("512")
            int connections,

            @Key(
                    doc = "The same of one address, or one IPv6 network of 64 bits; players of one household or one"
                            + " campus share it.",
                    min = 1,
                    max = 20_000)
            @Default("16")
            int connectionsPerAddress,

            @Key(
                    doc = "Bytes the rendezvous carries in a second for all peers together.",
                    min = 10_000,
                    max = 10_000_000_000L)
            @Default("4000000")
            long bytesPerSecond,

            @Key(doc = "Bytes the rendezvous carries in a second from one peer.", min = 10_000, max = 10_000_000_000L)
            @Default("500000")
            long peerBytesPerSecond) {
        /** Refuses half a certificate. */
        public RendezvousKeys {
            if (certificate.isEmpty() != privateKey.isEmpty()) {
                throw new IllegalArgumentException("rendezvous.certificate and rendezvous.private-key go together; set"
                        + " both, or neither for a certificate of the node's own");
            }
        }

        /** What the rendezvous takes on. */
        public DeskLimits limits() {
            return new DeskLimits(connections, connectionsPerAddress, bytesPerSecond, peerBytesPerSecond);
        }

        @Override
        public String toString() {
            return "Rendezvous[enabled=" + enabled + ", port=" + port + "]";
        }
    }

    /** Keys under {@code scaling}. */
    public record ScalingKeys(
            @Key(
                    doc = "An `http:` or `https:` address that is told how many nodes there are and how many there"
                            + " should be: a POST of JSON when that changes, and every five minutes; empty: only"
                            + " /metrics tell.")
            @Default("")
            String hook,

            @Key(doc = "Nodes there are, this one included, as whoever starts them says.", min = 1, max = 100_000)
            @Default("1")
            int have,

            @Key(
                    doc = "Percent of a node's room for players, or of its time if that is scarcer, that are meant to"
                            + " be in use.",
                    min = 1,
                    max = 100)
            @Default("70")
            int targetPercent,

            @Key(doc = "Fewer nodes are never wanted.", min = 1, max = 100_000) @Default("1")
            int nodesMin,

            @Key(doc = "More nodes are never wanted.", min = 1, max = 100_000) @Default("100")
            int nodesMax) {
        /** Refuses an address that cannot be told anything. */
        public ScalingKeys {
            if (!hook.isEmpty() && !hook.matches("https?://[^\\s]+")) {
                throw new IllegalArgumentException(
                        "scaling.hook is '" + hook + "', must begin with http:// or https://; leave it empty for none");
            }
            new ScalingBounds(targetPercent / 100.0, nodesMin, nodesMax);
        }

        ScalingBounds bounds() {
            return new ScalingBounds(targetPercent / 100.0, nodesMin, nodesMax);
        }

        @Nullable URI address() {
            return hook.isEmpty() ? null : URI.create(hook);
        }

        @Override
        public String toString() {
            return "Scaling[have=" + have + "]"; // an address may hold a token
        }
    }
}
