package worldmesh.benchmarks.party;

/**
 * How a party is measured.
 *
 * @param newcomers players who come in at one moment
 * @param idlers players of the party whose silence is counted
 * @param kills how often the holder is killed
 * @param idleSeconds how long the silence is counted
 */
public record PartyBenchOptions(int newcomers, int idlers, int kills, int idleSeconds) {
    /** The whole size: 16 in one view, 8 idle, 20 kills. */
    public static final PartyBenchOptions FULL = new PartyBenchOptions(15, 8, 20, 10);

    /** Less, and there is no time for eight processes, their silence and a kill. */
    private static final int SECONDS_MIN = 60;

    /** Starting and warming eight processes, and the silence. */
    private static final int FIXED_SECONDS = 50;

    private static final int SECONDS_PER_KILL = 8;
    private static final int FEW_NEWCOMERS = 7;

    /** Eight players, and as many kills as the budget has room for. */
    public static PartyBenchOptions within(int budgetSeconds) {
        if (budgetSeconds < SECONDS_MIN) {
            throw new IllegalArgumentException(
                    "--budget-seconds is " + budgetSeconds + ", must be " + SECONDS_MIN + " or more");
        }
        int kills = Math.min(FULL.kills, (budgetSeconds - FIXED_SECONDS) / SECONDS_PER_KILL);
        return new PartyBenchOptions(FEW_NEWCOMERS, FULL.idlers, kills, FULL.idleSeconds);
    }
}
