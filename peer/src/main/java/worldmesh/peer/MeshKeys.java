package worldmesh.peer;

import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.ice.TurnSettings;
import worldmesh.mesh.relay.RelaySettings;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.mesh.wss.NodeSettings;
import worldmesh.runtime.config.Default;
import worldmesh.runtime.config.Key;

/** Keys under {@code mesh}: what a user may set of {@link MeshSettings}; checked together when built. */
public record MeshKeys(
        MeshKeys.Link link,
        MeshKeys.Connect connect,
        MeshKeys.Resume resume,
        MeshKeys.Ice ice,
        MeshKeys.Rendezvous rendezvous,
        MeshKeys.Reliable reliable,
        MeshKeys.Relay relay,
        MeshKeys.Pace pace,
        MeshKeys.Limit limit,
        MeshKeys.Socket socket,
        MeshKeys.Wire wire) {
    /** Refuses values that do not go together. */
    public MeshKeys {
        settings(link, connect, resume, pace, limit);
        relay.settings();
        ice.settings();
        rendezvous.settings();
        wire.versions();
    }

    /** Keys under {@code mesh.link}. */
    public record Link(
            @Key(doc = "A link that heard nothing for so long asks for a sign of life.", min = 10, max = 60_000)
            @Default("350")
            long pingMillis,

            @Key(
                    doc = "After this silence a peer is suspected; at least one and a half pings.",
                    min = 20,
                    max = 120_000)
            @Default("550")
            long suspectMillis,

            @Key(
                    doc = "After this silence, or eight round trips, a link is closed; no less than the suspicion.",
                    min = 20,
                    max = 600_000)
            @Default("4000")
            long deadMillis) {}

    /** Keys under {@code mesh.connect}. */
    public record Connect(
            @Key(doc = "How long one attempt to reach a peer goes on.", min = 100, max = 600_000) @Default("8000")
            long timeoutMillis) {}

    /** Keys under {@code mesh.resume}. */
    public record Resume(
            @Key(
                    doc = "How long a lost link's ticket brings it back without a handshake; 0: not at all.",
                    min = 0,
                    max = 86_400_000)
            @Default("600000")
            long millis) {}

    /** Keys under {@code mesh.ice}. */
    public record Ice(
            @Key(doc = "Whether ways to members behind NATs are looked for, and own addresses told to members for it.")
            @Default("true")
            boolean enabled,

            @Key(
                    doc = "STUN servers, `host:port` parted by commas, that tell this peer its address behind a NAT;"
                            + " none are needed where a member outside tells it. With two, ports that a symmetric NAT"
                            + " counts are guessed.")
            @Default("")
            String stunServers,

            @Key(
                    doc = "TURN servers that carry where nothing else does, parted by commas: `turn:host:port`,"
                            + " `turn:host:port?transport=tcp`, `turns:host:port`; those over TCP and TLS are asked"
                            + " only where none answers over UDP.")
            @Default("")
            String turnServers,

            @Key(doc = "The name the TURN servers know this peer by; the same at all of them.") @Default("")
            String turnUser,

            @Key(
                    doc = "What it is proved with, a long-term or a time-limited credential; better in"
                            + " `WORLDMESH_MESH_ICE_TURN_PASSWORD` than in a file others read.")
            @Default("")
            String turnPassword,

            @Key(
                    doc = "A PEM file with the only certificates that `turns` servers are trusted by; empty: those the"
                            + " system trusts.")
            @Default("")
            String turnCertificates) {
        /** The settings that these keys ask for. */
        public IceSettings settings() {
            return new IceSettings(enabled, IceSettings.servers(stunServers)).withTurn(turn());
        }

        private TurnSettings turn() {
            return new TurnSettings(TurnSettings.servers(turnServers), turnUser, turnPassword, turnCertificates);
        }

        @Override
        public String toString() {
            return "Ice[enabled=" + enabled + ", stunServers=" + stunServers + ", turnServers=" + turnServers + "]";
        }
    }

    /** Keys under {@code mesh.rendezvous}. */
    public record Rendezvous(
            @Key(
                    doc = "The node where members are met that nobody reaches, `wss://host:port#pin` as it logs it, or"
                            + " `wss://host:port` where an authority vouches for its name; it stands in invitations."
                            + " Empty: that of the invitation one joined by, if any.")
            @Default("")
            String node,

            @Key(
                    doc = "A PEM file with the only authorities believed about the node; empty: those the system"
                            + " trusts. A pin needs none.")
            @Default("")
            String certificates) {
        /** The settings that these keys ask for. */
        public NodeSettings settings() {
            return new NodeSettings(node.isEmpty() ? null : NodeLink.parse(node), certificates);
        }
    }

    /** Keys under {@code mesh.reliable}. */
    public record Reliable(
            @Key(
                    doc = "What RELIABLE and BULK travel by, `udp` or `tcp`: with `tcp` over the rendezvous node (TLS)"
                            + " to every member that is there too, while STATE, INPUT and VOICE stay on UDP; over UDP"
                            + " again while the node does not carry.")
            @Default("udp")
            Carrier transport) {
        /** What carries streams. */
        public enum Carrier {
            /** The way of all else. */
            UDP,
            /** The rendezvous node. */
            TCP
        }
    }

    /** Keys under {@code mesh.relay}. */
    public record Relay(
            @Key(doc = "Whether sealed datagrams are carried between members that do not reach each other.")
            @Default("true")
            boolean willing,

            @Key(doc = "Bytes carried in a second for all pairs together.", min = 10_000, max = 10_000_000_000L)
            @Default("500000")
            long bytesPerSecond,

            @Key(doc = "Bytes carried in a second for one pair.", min = 10_000, max = 10_000_000_000L)
            @Default("250000")
            long pairBytesPerSecond,

            @Key(doc = "Pairs carried at once; one member begins at most 8 of them.", min = 1, max = 10_000)
            @Default("64")
            int pairs) {
        /** The settings that these keys ask for. */
        public RelaySettings settings() {
            return new RelaySettings(willing, bytesPerSecond, pairBytesPerSecond, pairs);
        }
    }

    /** Keys under {@code mesh.pace}. */
    public record Pace(
            @Key(doc = "Bytes one link may send in a second.", min = 10_000, max = 10_000_000_000L) @Default("12500000")
            long bytesPerSecond,

            @Key(doc = "Bytes one link may send at once.", min = 1_200, max = 16_777_216) @Default("262144")
            int burstBytes) {}

    /** Keys under {@code mesh.limit}. */
    public record Limit(
            @Key(doc = "Links at once; further handshakes are refused.", min = 1, max = 10_000) @Default("256")
            int links,

            @Key(doc = "Handshakes answered at once, from all addresses together.", min = 1, max = 10_000)
            @Default("256")
            int halfOpen,

            @Key(doc = "Handshakes answered at once from one address.", min = 1, max = 10_000) @Default("64")
            int halfOpenPerAddress,

            @Key(doc = "New handshakes answered per second from one address.", min = 1, max = 100_000) @Default("64")
            int handshakesPerSecond) {}

    /** Keys under {@code mesh.socket}. */
    public record Socket(
            @Key(
                    doc = "The class (DSCP) that every datagram is marked with, whatever its lane, where routers"
                            + " heed it: 34 asks for what moving pictures get, 46 for what speech gets; 0: none.",
                    min = 0,
                    max = 63)
            @Default("0")
            int dscp) {}

    /** Keys under {@code mesh.wire}. */
    public record Wire(
            @Key(
                    doc = "The oldest version of the wire that is spoken; who speaks only older ones is refused.",
                    min = WireVersions.FIRST,
                    max = WireVersions.LAST)
            @Default("1")
            int oldestVersion,

            @Key(
                    doc = "The newest version of the wire that is spoken; links agree on the newest that both sides"
                            + " speak.",
                    min = WireVersions.FIRST,
                    max = WireVersions.LAST)
            @Default("2")
            int newestVersion) {
        WireVersions versions() {
            return new WireVersions(oldestVersion, newestVersion);
        }
    }

    /** How ways are looked for, and where members are met. */
    public IceSettings settingsOfIce() {
        return ice.settings().withNode(rendezvous.settings().withStreams(reliable.transport == Reliable.Carrier.TCP));
    }

    /** The settings that these keys ask for. */
    public MeshSettings settings() {
        return settings(link, connect, resume, pace, limit)
                .withRelay(relay.settings())
                .withDscp(socket.dscp)
                .withVersions(wire.versions());
    }

    private static MeshSettings settings(Link link, Connect connect, Resume resume, Pace pace, Limit limit) {
        return MeshSettings.defaults()
                .withLiveness(link.pingMillis, link.suspectMillis, link.deadMillis)
                .withConnectTimeout(connect.timeoutMillis)
                .withResume(resume.millis)
                .withPace(pace.bytesPerSecond, pace.burstBytes)
                .withLimits(limit.links, limit.halfOpen, limit.halfOpenPerAddress, limit.handshakesPerSecond);
    }
}
