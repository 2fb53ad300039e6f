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
 * @param faults what stalls and cut cables took
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
        Faults faults,
        double idlePacketsPerSecond,
        int budgetSeconds) {
    private static final long JOIN_MILLIS = 2_000;
    private static final long MEET_MILLIS = 3_000;
    private static final long TAKEOVER_MILLIS = 2_000;

    /** From the end of a stall or cut until the party is whole. */
    static final long FAULT_MILLIS = 3_000;

    private static final double IDLE_PACKETS = 20;

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
        return joinMillisMax >= 0
                && joinMillisMax < JOIN_MILLIS
                && meetMillis < MEET_MILLIS
                && (runs == 0 || (takeoverMillisP99 >= 0 && takeoverMillisP99 < TAKEOVER_MILLIS))
                && faults.passed()
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
        faults.addTo(json);
        json.put("idlePacketsPerSecond", idlePacketsPerSecond);
        json.put("idlePacketsPerSecondDemand", IDLE_PACKETS);
        json.put("passed", passed());
        json.put("budgetSeconds", budgetSeconds);
        return json;
    }
}
