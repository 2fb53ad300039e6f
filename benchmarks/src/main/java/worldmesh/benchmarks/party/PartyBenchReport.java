package worldmesh.benchmarks.party;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a party took, against its demands.
 *
 * @param lan true on a LAN of namespaces; on loopback players join by address, and idle traffic is not counted
 * @param newcomers players who came in at one moment, into processes that had played before
 * @param joinMillisMax from a newcomer's call of join to the first update that shows the host's world, the slowest
 * @param meetMillis from the moment they were told to come in until everybody was linked to everybody
 * @param wholeMillis the same until all were in one view and the disks of all counted
 * @param runs kills of the holder; without any their demand is not judged
 * @param takeoverMillisP99 from a kill to the first acknowledgement under a newer epoch, -1 if one never came
 * @param takeoverMillisMedian the same, in the middle
 * @param idlePacketsPerSecond frames a host of the idle party sent in a second, the most of any; -1 if not counted
 */
public record PartyBenchReport(
        boolean lan,
        int newcomers,
        long joinMillisMax,
        long meetMillis,
        long wholeMillis,
        int runs,
        long takeoverMillisP99,
        long takeoverMillisMedian,
        double idlePacketsPerSecond,
        int budgetSeconds) {
    private static final long JOIN_MILLIS = 2_000;
    private static final long MEET_MILLIS = 3_000;
    private static final long TAKEOVER_MILLIS = 2_000;
    private static final double IDLE_PACKETS = 20;

    /** True if every demand is met. */
    public boolean passed() {
        return joinMillisMax >= 0
                && joinMillisMax < JOIN_MILLIS
                && meetMillis < MEET_MILLIS
                && (runs == 0 || (takeoverMillisP99 >= 0 && takeoverMillisP99 < TAKEOVER_MILLIS))
                && idlePacketsPerSecond <= IDLE_PACKETS;
    }

    /** The figures by name, each demand beside its figure. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", "party");
        json.put("lan", lan);
        json.put("newcomers", newcomers);
        json.put("joinMillisMax", joinMillisMax);
        json.put("joinMillisDemand", JOIN_MILLIS);
        json.put("meetMillis", meetMillis);
        json.put("meetMillisDemand", MEET_MILLIS);
        json.put("wholeMillis", wholeMillis);
        json.put("runs", runs);
        json.put("takeoverMillisP99", takeoverMillisP99);
        json.put("takeoverMillisMedian", takeoverMillisMedian);
        json.put("takeoverMillisDemand", TAKEOVER_MILLIS);
        json.put("idlePacketsPerSecond", idlePacketsPerSecond);
        json.put("idlePacketsPerSecondDemand", IDLE_PACKETS);
        json.put("passed", passed());
        json.put("budgetSeconds", budgetSeconds);
        return json;
    }
}
