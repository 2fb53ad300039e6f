package worldmesh.authority.admit;

/** Why a command was not judged; counted by kind, and what the player is told. */
public enum Refusal {
    /** The envelope names a player other than the peer that sent it. */
    FOREIGN_PLAYER("the command names another player"),
    /** The sequence is not positive. */
    BAD_SEQUENCE("the command has no valid number"),
    /** The player is banned. */
    BANNED("banned"),
    /** The authority's grant does not cover the sector. */
    WRONG_SECTOR("this authority does not hold the sector"),
    /** The program has no such command. */
    UNKNOWN_TYPE("unknown command"),
    /** The payload is not a record of the command's type. */
    MALFORMED("malformed command"),
    /** The player's seal is missing or is not of this command. */
    UNSIGNED("the command is not signed by its player"),
    /** The player's seal is of another day. */
    STALE("the command was signed too long ago, or ahead of time"),
    /** The answer is forgotten, so that it cannot be known whether it ran. */
    TOO_OLD("the command is too old to be answered again"),
    /** The host takes no commands for now. */
    READ_ONLY("the world is read-only"),
    /** The votes that made this peer the holder cannot be shown, so that nobody would believe an answer. */
    UNPROVEN("this authority cannot prove yet that it was elected, ask again"),
    /** Over the rate. */
    TOO_MANY("too many commands, slow down");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** The reason as a player reads it. */
    public String text() {
        return text;
    }
}
