package worldmesh.benchmarks.party;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a party took, against its demands.
 *
 * @param lan true on a LAN of namespaces; on loopback players join by address, and idle traffic is not counted
 * @param newcomers players who came in at one moment, into processes that had played before
 * @param meetings how often all came in at one moment: at least once; what is judged is the worst one after those
 *     that warm the processes, five or all but the last
 * @param runs kills of the holder; without any their demand is not judged
 * @param takeoverMillisP99 from a kill to the first acknowledgement under a newer epoch, -1 if one never came
 * @param takeoverMillisMedian the same, in the middle
 * @param faults what stalls and cut cables took
 * @param idlePacketsPerSecond frames a host of the idle party sent in a second, the most of any; -1 if not counted
 */
public record PartyBenchReport(
        boolean lan,
        int newcomers,
        List<Meeting> meetings,
        int runs,
        long takeoverMillisP99,
        long takeoverMillisMedian,
        Faults faults,
        double idlePacketsPerSecond,
        int budgetSeconds) {
    private static final long JOIN_MILLIS = 2_000;
    private static final long VIEW_MILLIS = 3_000;
    private static final long TAKEOVER_MILLIS = 2_000;

    /** From the end of a stall or cut until the party is whole. */
    static final long FAULT_MILLIS = 3_000;

    private static final double IDLE_PACKETS = 20;

    /** What sixteen JVMs on two cores compile in the first meetings takes longer than to meet. */
    private static final int WARM_UP_MEETINGS = 5;

    /** Copies the meetings. */
    public PartyBenchReport {
        meetings = List.copyOf(meetings);
    }

    /**
     * What it took when all newcomers came in at one moment, and one more, alone, after that.
     *
     * @param joinMillisMax from a newcomer's call of join to the first update that shows the host's world, the slowest
     *     of those who came in at one moment
     * @param meetMillis from the moment they were told to come in until everybody was linked to everybody
     * @param viewMillis the same until all were in one view
     * @param wholeMillis the same until the disks of all counted
     * @param aloneMillis what joining took one that came in alone when the others were whole
     */
    public record Meeting(long joinMillisMax, long meetMillis, long viewMillis, long wholeMillis, long aloneMillis) {
        private boolean passed() {
            return aloneMillis >= 0 && aloneMillis < JOIN_MILLIS && viewMillis < VIEW_MILLIS;
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("joinMillisMax", joinMillisMax);
            json.put("meetMillis", meetMillis);
            json.put("viewMillis", viewMillis);
            json.put("wholeMillis", wholeMillis);
            json.put("aloneMillis", aloneMillis);
            return json;
        }
    }

    /**
     * What stalls and cut cables took, each from its end until the party was whole and answered who was gone; without
     * any of a kind its demand is not judged.
     *
     * @param players how many the party had
     * @param memberStalls others than the holder stopped for three seconds
     * @param holderStalls the same of the holder
     * @param cuts cables that were out for ten seconds
     * @param cutsSkipped why none was cut though it was asked for, else empty
     */
    public record Faults(int players, Outages memberStalls, Outages holderStalls, Outages cuts, String cutsSkipped) {
        /** Where none was asked for. */
        static final Faults NONE = new Faults(0, Outages.NONE, Outages.NONE, Outages.NONE, "");

        private boolean passed() {
            return memberStalls.isWithin(FAULT_MILLIS)
                    && holderStalls.isWithin(FAULT_MILLIS)
                    && cuts.isWithin(FAULT_MILLIS);
        }

        /** In words, the most of each kind. */
        public String toText() {
            return "p99 of " + memberStalls.count() + " stalled members " + memberStalls.p99() + " ms, of "
                    + holderStalls.count() + " stalled holders " + holderStalls.p99() + " ms, of " + cuts.count()
                    + " cut cables " + cuts.p99() + " ms"
                    + (cutsSkipped.isEmpty() ? "" : " (none cut: " + cutsSkipped + ")");
        }

        private void addTo(Map<String, Object> json) {
            json.put("faultPlayers", players);
            add(json, "stallMember", memberStalls);
            add(json, "stallHolder", holderStalls);
            add(json, "cut", cuts);
            json.put("faultMillisDemand", FAULT_MILLIS);
            if (!cutsSkipped.isEmpty()) {
                json.put("cutsSkipped", cutsSkipped);
            }
        }

        private static void add(Map<String, Object> json, String kind, Outages outages) {
            json.put(kind + "s", outages.count());
            json.put(kind + "MillisP50", outages.median());
            json.put(kind + "MillisP99", outages.p99());
        }
    }

    /** True if every demand is met. */
    public boolean passed() {
        return warm().allMatch(Meeting::passed)
                && (runs == 0 || (takeoverMillisP99 >= 0 && takeoverMillisP99 < TAKEOVER_MILLIS))
                && faults.passed()
                && idlePacketsPerSecond <= IDLE_PACKETS;
    }

    private Stream<Meeting> warm() {
        return meetings.stream().skip(Math.min(WARM_UP_MEETINGS, meetings.size() - 1L));
    }

    private long worst(ToLongFunction<Meeting> figure) {
        return warm().mapToLong(figure).max().orElseThrow();
    }

    /** From the moment they were told to come in until all were in one view, in the worst warm meeting. */
    public long viewMillis() {
        return worst(Meeting::viewMillis);
    }

    /** What joining took one that came in alone, in the worst warm meeting. */
    public long joinMillis() {
        return worst(Meeting::aloneMillis);
    }

    /** The figures by name, each demand beside its figure. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bench", "party");
        json.put("lan", lan);
        json.put("newcomers", newcomers);
        json.put("joinMillis", joinMillis());
        json.put("joinMillisDemand", JOIN_MILLIS);
        json.put("joinMillisMax", worst(Meeting::joinMillisMax));
        json.put("meetMillis", worst(Meeting::meetMillis));
        json.put("viewMillis", viewMillis());
        json.put("viewMillisDemand", VIEW_MILLIS);
        json.put("wholeMillis", worst(Meeting::wholeMillis));
        json.put("meetings", meetings.stream().map(Meeting::toJson).toList());
        json.put("runs", runs);
        json.put("takeoverMillisP99", takeoverMillisP99);
        json.put("takeoverMillisMedian", takeoverMillisMedian);
        json.put("takeoverMillisDemand", TAKEOVER_MILLIS);
        faults.addTo(json);
        json.put("idlePacketsPerSecond", idlePacketsPerSecond);
        json.put("idlePacketsPerSecondDemand", IDLE_PACKETS);
        json.put("passed", passed());
        json.put("budgetSeconds", budgetSeconds);
        return json;
    }
}
