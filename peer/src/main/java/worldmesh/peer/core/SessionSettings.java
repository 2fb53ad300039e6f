package worldmesh.peer.core;

import java.util.function.Consumer;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.port.CutPace;
import worldmesh.peer.rate.RateTerms;

/**
 * The tunables of a session, checked when built.
 *
 * @param membersMax other players admitted at once; a full mesh of more is another kind of party
 * @param allowOtherSchema true to admit players with other components, which are then passed on unread
 * @param messagesPerSecond messages taken from one peer; ten times what a player sends at 60 Hz
 * @param commandsPerSecond commands taken from one peer; more are dropped and sent again by an honest peer
 * @param inputDelayTicks updates after which a submitted command shows in the predicted view: 0 shows it before submit
 *     returns; n hides that much of the latency, since the command leaves at once all the same
 * @param compressionEnabled true to send large messages compressed; what others compress is read in any case
 * @param logEntriesKept the newest entries of the authority's log that stay on the disk: who was away for fewer is told
 *     them, who was away for longer is told the state
 * @param cuts how soon what all members have is settled, below which nothing is kept but what lives
 * @param standsIn true if other members may name this one in their invitations
 * @param reconnect when members whose link was lost, or who do not answer yet, are tried again
 * @param resumeMillis how long the session of a peer whose link was lost is kept, so that it goes on where it was
 * @param attention how much of its network and its battery the machine gives at first
 * @param turnsAsked updates a second that whoever drives the session means to make; 0 if the game decides
 * @param updates within which bounds the rate of motion follows what the line to each peer carries
 */
public record SessionSettings(
        int membersMax,
        boolean allowOtherSchema,
        int messagesPerSecond,
        int commandsPerSecond,
        int inputDelayTicks,
        boolean compressionEnabled,
        int logEntriesKept,
        CutPace cuts,
        boolean standsIn,
        RetryPolicy reconnect,
        int resumeMillis,
        Attention attention,
        int turnsAsked,
        RateTerms updates) {
    /** Refuses what cannot work. */
    public SessionSettings {
        within("peer.session.members-max", membersMax, 1, 128);
        within("peer.session.messages-per-second", messagesPerSecond, 100, 1_000_000);
        within("peer.session.commands-per-second", commandsPerSecond, 1, 100_000);
        within("peer.session.input-delay-ticks", inputDelayTicks, 0, 60);
        within("peer.session.resume-millis", resumeMillis, 0, 3_600_000);
        within("peer.session.log-entries-kept", logEntriesKept, 1_024, 1_000_000);
    }

    /** The settings a LAN party runs with. */
    public static SessionSettings defaults() {
        return new SessionSettings(
                31,
                false,
                5_000,
                200,
                0,
                true,
                4_096,
                CutPace.DEFAULT,
                true,
                RetryPolicy.LINKS,
                40_000,
                Attention.FULL,
                0,
                RateTerms.DEFAULT); // with this player 32
    }

    /** These settings with another bound on players. */
    public SessionSettings withMembersMax(int members) {
        return with(draft -> draft.membersMax = members);
    }

    /** These settings, admitting players with other components. */
    public SessionSettings allowingOtherSchemas() {
        return with(draft -> draft.allowOtherSchema = true);
    }

    /** These settings with commands shown so many updates after they were submitted. */
    public SessionSettings withInputDelay(int ticks) {
        return with(draft -> draft.inputDelayTicks = ticks);
    }

    /** These settings with large messages sent compressed, or never. */
    public SessionSettings withCompression(boolean enabled) {
        return with(draft -> draft.compressionEnabled = enabled);
    }

    /** These settings with so many of the newest entries of the authority's log kept on the disk. */
    public SessionSettings withLogEntriesKept(int entries) {
        return with(draft -> draft.logEntriesKept = entries);
    }

    /** These settings with what all members have settled sooner or later. */
    public SessionSettings withCuts(CutPace pace) {
        return with(draft -> draft.cuts = pace);
    }

    /** These settings, never named in invitations of others. */
    public SessionSettings withoutStandingIn() {
        return with(draft -> draft.standsIn = false);
    }

    /** These settings with other times of tries to reach members. */
    public SessionSettings withReconnect(RetryPolicy policy) {
        return with(draft -> draft.reconnect = policy);
    }

    /** These settings with sessions of lost peers kept longer or shorter. */
    public SessionSettings withResume(int millis) {
        return with(draft -> draft.resumeMillis = millis);
    }

    /** These settings for a machine that gives less of its network and its battery. */
    public SessionSettings withAttention(Attention given) {
        return with(draft -> draft.attention = given);
    }

    /** These settings with motion told within other bounds. */
    public SessionSettings withUpdates(RateTerms terms) {
        return with(draft -> draft.updates = terms);
    }

    private SessionSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.checked();
    }

    /** The settings while one of them changes. */
    private static final class Draft {
        private final SessionSettings from;
        private int membersMax;
        private boolean allowOtherSchema;
        private int inputDelayTicks;
        private boolean compressionEnabled;
        private int logEntriesKept;
        private CutPace cuts;
        private boolean standsIn;
        private RetryPolicy reconnect;
        private int resumeMillis;
        private Attention attention;
        private RateTerms updates;

        Draft(SessionSettings from) {
            this.from = from;
            membersMax = from.membersMax;
            allowOtherSchema = from.allowOtherSchema;
            inputDelayTicks = from.inputDelayTicks;
            compressionEnabled = from.compressionEnabled;
            logEntriesKept = from.logEntriesKept;
            cuts = from.cuts;
            standsIn = from.standsIn;
            reconnect = from.reconnect;
            resumeMillis = from.resumeMillis;
            attention = from.attention;
            updates = from.updates;
        }

        SessionSettings checked() {
            return new SessionSettings(
                    membersMax,
                    allowOtherSchema,
                    from.messagesPerSecond,
                    from.commandsPerSecond,
                    inputDelayTicks,
                    compressionEnabled,
                    logEntriesKept,
                    cuts,
                    standsIn,
                    reconnect,
                    resumeMillis,
                    attention,
                    from.turnsAsked,
                    updates);
        }
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", must be within " + min + ".." + max + "; correct it or remove the line");
        }
    }
}
