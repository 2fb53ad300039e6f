package worldmesh.authority.admit;

/**
 * How much one player may ask for.
 *
 * @param commandsPerSecond the steady rate of judged commands; a person makes ten in a hectic second
 * @param burst commands at once after a pause: all that a player may have without an answer, which go again together
 *     once a link is back or a split has healed
 * @param queuedCommands commands of all players that wait for one tick; more are dropped and sent again by players
 */
public record AdmitLimits(double commandsPerSecond, int burst, int queuedCommands) {
    /** Six times a hectic person; a queue of a second of 64 such players. */
    public static final AdmitLimits DEFAULT = new AdmitLimits(60, 256, 4096);

    /** Refuses limits that let nothing through. */
    public AdmitLimits {
        if (!(commandsPerSecond > 0) || burst < 1 || queuedCommands < 1) {
            throw new IllegalArgumentException("every limit of admission must be at least 1");
        }
    }
}
