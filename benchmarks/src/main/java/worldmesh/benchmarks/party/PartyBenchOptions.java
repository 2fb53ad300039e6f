package worldmesh.benchmarks.party;

/**
 * How a party is measured.
 *
 * @param newcomers players who come in at one moment
 * @param meetings how often they do, the later times in another world and as new players, in the same processes
 * @param idlers players of the party whose silence is counted
 * @param kills how often the holder is killed
 * @param stalls how often the holder is stopped for three seconds, and as often another
 * @param cuts how often a cable is out for ten seconds
 * @param idleSeconds how long the silence is counted
 */
public record PartyBenchOptions(
        int newcomers, int meetings, int idlers, int kills, int stalls, int cuts, int idleSeconds) {
    /** 16 in one view ten times, 8 idle, 20 kills; stalls and cuts take minutes and are asked for. */
    public static final PartyBenchOptions FULL = new PartyBenchOptions(15, 10, 8, 20, 0, 0, 10);

    /** Less, and there is no time for eight processes, their silence and a kill. */
    private static final int SECONDS_MIN = 60;

    /** Starting and warming eight processes, and the silence. */
    private static final int FIXED_SECONDS = 50;

    private static final int SECONDS_PER_KILL = 8;
    private static final int FEW_NEWCOMERS = 7;
    private static final int NEWCOMERS_MIN = 3;
    private static final int FAULTS_MAX = 1_000;
    private static final int IDLE_SECONDS_MAX = 3_600;
    private static final int MEETINGS_MAX = 100;

    /** Eight players, and as many kills as the budget has room for. */
    public static PartyBenchOptions within(int budgetSeconds) {
        if (budgetSeconds < SECONDS_MIN) {
            throw new IllegalArgumentException(
                    "--budget-seconds is " + budgetSeconds + ", must be " + SECONDS_MIN + " or more");
        }
        int kills = Math.min(FULL.kills, (budgetSeconds - FIXED_SECONDS) / SECONDS_PER_KILL);
        return new PartyBenchOptions(FEW_NEWCOMERS, 1, FULL.idlers, kills, 0, 0, FULL.idleSeconds);
    }

    /** The same with so many newcomers; fewer are idle then, if there are not so many. */
    public PartyBenchOptions withNewcomers(int count) {
        if (count < NEWCOMERS_MIN || count > FULL.newcomers) {
            throw new IllegalArgumentException("--newcomers is " + count + ", must be within " + NEWCOMERS_MIN + ".."
                    + FULL.newcomers + "; four players stay for the kills");
        }
        return new PartyBenchOptions(count, meetings, Math.min(idlers, count + 1), kills, stalls, cuts, idleSeconds);
    }

    /** The same with so many meetings. */
    public PartyBenchOptions withMeetings(int count) {
        if (count < 1 || count > MEETINGS_MAX) {
            throw new IllegalArgumentException("--meetings is " + count + ", must be within 1.." + MEETINGS_MAX);
        }
        return new PartyBenchOptions(newcomers, count, idlers, kills, stalls, cuts, idleSeconds);
    }

    /** The same with so many kills. */
    public PartyBenchOptions withKills(int count) {
        return new PartyBenchOptions(newcomers, meetings, idlers, within("--kills", count), stalls, cuts, idleSeconds);
    }

    /** The same with so many stalls of the holder, and of others. */
    public PartyBenchOptions withStalls(int count) {
        return new PartyBenchOptions(newcomers, meetings, idlers, kills, within("--stalls", count), cuts, idleSeconds);
    }

    /** The same with so many cables cut. */
    public PartyBenchOptions withCuts(int count) {
        return new PartyBenchOptions(newcomers, meetings, idlers, kills, stalls, within("--cuts", count), idleSeconds);
    }

    /** The same with so long a silence; without any it is not counted. */
    public PartyBenchOptions withIdleSeconds(int seconds) {
        if (seconds < 0 || seconds > IDLE_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "--idle-seconds is " + seconds + ", must be within 0.." + IDLE_SECONDS_MAX);
        }
        return new PartyBenchOptions(newcomers, meetings, idlers, kills, stalls, cuts, seconds);
    }

    private static int within(String option, int count) {
        if (count < 0 || count > FAULTS_MAX) {
            throw new IllegalArgumentException(option + " is " + count + ", must be within 0.." + FAULTS_MAX);
        }
        return count;
    }
}
