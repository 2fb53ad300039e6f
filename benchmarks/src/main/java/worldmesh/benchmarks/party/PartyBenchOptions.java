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
    private static final int NEWCOMERS_MIN = 3;
    private static final int KILLS_MAX = 1_000;

    /** Eight players, and as many kills as the budget has room for. */
    public static PartyBenchOptions within(int budgetSeconds) {
        if (budgetSeconds < SECONDS_MIN) {
            throw new IllegalArgumentException(
                    "--budget-seconds is " + budgetSeconds + ", must be " + SECONDS_MIN + " or more");
        }
        int kills = Math.min(FULL.kills, (budgetSeconds - FIXED_SECONDS) / SECONDS_PER_KILL);
        return new PartyBenchOptions(FEW_NEWCOMERS, FULL.idlers, kills, FULL.idleSeconds);
    }

    /** The same with so many newcomers; fewer are idle then, if there are not so many. */
    public PartyBenchOptions withNewcomers(int count) {
        if (count < NEWCOMERS_MIN || count > FULL.newcomers) {
            throw new IllegalArgumentException("--newcomers is " + count + ", must be within " + NEWCOMERS_MIN + ".."
                    + FULL.newcomers + "; four players stay for the kills");
        }
        return new PartyBenchOptions(count, Math.min(idlers, count + 1), kills, idleSeconds);
    }

    /** The same with so many kills. */
    public PartyBenchOptions withKills(int count) {
        if (count < 0 || count > KILLS_MAX) {
            throw new IllegalArgumentException("--kills is " + count + ", must be within 0.." + KILLS_MAX);
        }
        return new PartyBenchOptions(newcomers, idlers, count, idleSeconds);
    }
}
