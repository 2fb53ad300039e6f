package worldmesh.peer;

import java.nio.file.Path;
import worldmesh.mesh.discovery.DiscoverySettings;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.core.Attention;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.port.CutPace;
import worldmesh.peer.rate.RateTerms;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.runtime.config.Default;
import worldmesh.runtime.config.Key;

/** The configuration of a player's peer, as {@link ConfigLoader} reads it. */
public record PeerConfig(MeshKeys mesh, PeerConfig.PeerKeys peer) {
    /** Keys under {@code peer}. */
    public record PeerKeys(
            @Key(
                    doc = "`mobile` for a telephone: motion goes and comes five times a second at most, idle links wake"
                            + " the radio once a second, and who joins has no part in the authority of the party.")
            @Default("full")
            Profile profile,

            SessionKeys session,
            UpdateKeys updates,
            ReconnectKeys reconnect,
            DiscoveryKeys discovery,
            AssetKeys assets) {
        /** What the machine gives for the game. */
        public enum Profile {
            /** All that the game asks for. */
            FULL(Attention.FULL),
            /** What a telephone can spare. */
            MOBILE(Attention.MOBILE);

            private final Attention attention;

            Profile(Attention attention) {
                this.attention = attention;
            }
        }
    }

    /** Keys under {@code peer.updates}. */
    public record UpdateKeys(
            @Key(
                    doc = "Whether motion is told less often where the line to a peer does not carry as much as there"
                            + " is. If not, what is too much waits in front of that line or is lost there.")
            @Default("true")
            boolean followLine,

            @Key(doc = "Updates of motion a second that a peer is sent over the worst line.", min = 1, max = 60)
            @Default("2")
            int lowestHertz,

            @Key(
                    doc = "Updates of motion a second that a peer is sent over the best line, if a component has more;"
                            + " not below the lowest.",
                    min = 1,
                    max = 60)
            @Default("60")
            int highestHertz) {
        /** Refuses bounds the wrong way round. */
        public UpdateKeys {
            terms(followLine, lowestHertz, highestHertz);
        }

        /** The terms that these keys ask for. */
        public RateTerms terms() {
            return terms(followLine, lowestHertz, highestHertz);
        }

        private static RateTerms terms(boolean follows, int lowest, int highest) {
            return new RateTerms(follows, lowest, highest);
        }
    }

    /** Keys under {@code peer.reconnect}. */
    public record ReconnectKeys(
            @Key(
                    doc = "Whether members whose link was lost are sought again. If not, a session without any link"
                            + " is `FAILED` until `Session.reconnect()`.")
            @Default("true")
            boolean automatic,

            @Key(
                    doc = "The pause after the first try, which is made at once. Pauses double, each is shortened by up"
                            + " to a half by chance.",
                    min = 10,
                    max = 60_000)
            @Default("250")
            long firstPauseMillis,

            @Key(doc = "The longest pause between two tries; not below the first.", min = 10, max = 600_000)
            @Default("1000")
            long lastPauseMillis) {
        /** Refuses pauses that shrink. */
        public ReconnectKeys {
            policy(automatic, firstPauseMillis, lastPauseMillis);
        }

        /** The policy that these keys ask for. */
        public RetryPolicy policy() {
            return policy(automatic, firstPauseMillis, lastPauseMillis);
        }

        private static RetryPolicy policy(boolean automatic, long first, long last) {
            return new RetryPolicy(automatic, first, last);
        }
    }

    /** Keys under {@code peer.discovery}. */
    public record DiscoveryKeys(
            @Key(
                    doc = "By which ways `--join-lan` looks for a party, parted by commas: `multicast` (announced on"
                            + " the local network), `static`, `file`, `dns`, `node` (who of the world in the store"
                            + " is at the rendezvous).")
            @Default("multicast,node")
            String kinds,

            @Key(
                    doc = "For `static`: `host:port` and invitation links of members of one party, parted by commas or"
                            + " spaces.")
            @Default("")
            String places,

            @Key(
                    doc = "For `file`: a file with the same, a line each, that is read again every second; lines with"
                            + " `#` in front are remarks.")
            @Default("")
            String file,

            @Key(doc = "For `dns`: the domain whose SRV records `_worldmesh._udp.DOMAIN` name members.") @Default("")
            String domain) {
        /** Refuses a kind without what it needs. */
        public DiscoveryKeys {
            settings(kinds, places, file, domain);
        }

        /** The settings that these keys ask for. */
        public DiscoverySettings settings() {
            return settings(kinds, places, file, domain);
        }

        private static DiscoverySettings settings(String kinds, String places, String file, String domain) {
            return new DiscoverySettings(DiscoverySettings.kinds(kinds), places, file, domain);
        }

        @Override
        public String toString() {
            return "Discovery[kinds=" + kinds + "]"; // invitations have secrets
        }
    }

    /** Keys under {@code peer.assets}. */
    public record AssetKeys(
            @Key(doc = "Folder for files that others share and this player accepts; empty for downloads in the store.")
            @Default("")
            String downloads,

            @Key(
                    doc = "Megabytes of fetched files kept for the game; the one not used for longest goes first.",
                    min = 0,
                    max = 1_000_000)
            @Default("1024")
            int cacheMegabytes,

            @Key(
                    doc = "Kilobytes of files handed to each peer in a second; 0 is what its link takes.",
                    min = 0,
                    max = 10_000_000)
            @Default("0")
            int uploadKilobytesPerSecond) {
        /** The options that these keys ask for. */
        public AssetOptions options() {
            Path folder = downloads.isEmpty() ? null : Path.of(downloads);
            return new AssetOptions(folder, (long) cacheMegabytes << 20, uploadKilobytesPerSecond * 1_000L);
        }
    }

    /** Keys under {@code peer.session}. */
    public record SessionKeys(
            @Key(
                    doc = "Other players admitted at once. A party never has more than 32 with oneself, whatever"
                            + " this says; a hosted world may.",
                    min = 1,
                    max = 128)
            @Default("31")
            int membersMax,

            @Key(doc = "Whether players with other components are admitted; theirs are passed on unread.")
            @Default("false")
            boolean allowOtherSchema,

            @Key(doc = "Whether a world founded here takes only invited players.") @Default("false")
            boolean inviteOnly,

            @Key(doc = "Messages taken from one peer per second.", min = 100, max = 1_000_000) @Default("5000")
            int messagesPerSecond,

            @Key(doc = "Commands taken from one peer per second.", min = 1, max = 100_000) @Default("200")
            int commandsPerSecond,

            @Key(doc = "Updates after which a command of this player shows; 0 is at once.", min = 0, max = 60)
            @Default("0")
            int inputDelayTicks,

            @Key(doc = "Whether large messages are sent compressed; compressed ones are read in any case.")
            @Default("true")
            boolean compressionEnabled,

            @Key(
                    doc = "Newest entries of the authority's log that stay on the disk; who was away for longer is told"
                            + " the state instead.",
                    min = 1_024,
                    max = 1_000_000)
            @Default("4096")
            int logEntriesKept,

            @Key(
                    doc = "Seconds after which what all members have is settled: deleted things and stamps are"
                            + " forgotten below that, and the past cannot be looked at further back.",
                    min = 1,
                    max = 86_400)
            @Default("120")
            int settleAfterSeconds,

            @Key(
                    doc = "Whether other members may name this one, with its address, in their invitations: as a"
                            + " second way in for who does not reach them.")
            @Default("true")
            boolean standsIn,

            @Key(
                    doc = "How long the session of a peer whose link was lost is kept: if it is back by then, its"
                            + " motion goes on as differences from what it has. 0: it begins anew.",
                    min = 0,
                    max = 3_600_000)
            @Default("40000")
            int resumeMillis) {
        /** The settings that these keys ask for. */
        public SessionSettings settings(RetryPolicy reconnect) {
            return new SessionSettings(
                    membersMax,
                    allowOtherSchema,
                    messagesPerSecond,
                    commandsPerSecond,
                    inputDelayTicks,
                    compressionEnabled,
                    logEntriesKept,
                    CutPace.DEFAULT.withAge(settleAfterSeconds * 1_000L),
                    standsIn,
                    reconnect,
                    resumeMillis,
                    Attention.FULL,
                    0,
                    RateTerms.DEFAULT);
        }
    }

    /** Every key at its default. */
    public static PeerConfig defaults() {
        return ConfigLoader.of(PeerConfig.class).load();
    }

    /** Options of a session with these settings, listening at any free port. */
    public SessionOptions options() {
        SessionOptions options = SessionOptions.defaults()
                .session(peer.session
                        .settings(peer.reconnect.policy())
                        .withAttention(peer.profile.attention)
                        .withUpdates(peer.updates.terms()))
                .mesh(mesh.settings())
                .ice(mesh.settingsOfIce())
                .discovery(peer.discovery.settings())
                .assets(peer.assets.options());
        return peer.session.inviteOnly() ? options.byInvitation() : options;
    }
}
