package worldmesh.samples.lanparty.action;

/**
 * What a player says at the door of the party.
 *
 * @param verb what to do
 * @param who a player's name or the beginning of its key, or of an invitation's id; empty for nobody
 * @param players how many an invitation lets in
 * @param minutes how long an invitation serves
 * @param why what those are told whom it concerns; may be empty
 */
public record DoorWord(Verb verb, String who, long players, long minutes, String why) {
    /** Players and minutes of an invitation, unless they are named. */
    static final long DAY_MINUTES = 1_440;

    static final long PLAYERS_MAX = 1_000;
    static final long MINUTES_MAX = 525_600;

    /** What can be done at the door. */
    public enum Verb {
        /** Send a player away until it is let in again. */
        KICK,
        /** Send a player away for good. */
        BAN,
        /** Let a kicked or banned player in again. */
        LET_IN,
        /** Let nobody new in. */
        LOCK,
        /** Let newcomers in. */
        UNLOCK,
        /** Make an invitation. */
        INVITE,
        /** Take an invitation back. */
        REVOKE,
        /** Say how the door stands: lock, invitations, who must stay out. */
        SHOW
    }

    static DoorWord about(Verb verb, String who, String why) {
        return new DoorWord(verb, who, 1, DAY_MINUTES, why);
    }

    static DoorWord of(Verb verb, String why) {
        return about(verb, "", why);
    }
}
