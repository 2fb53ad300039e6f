package worldmesh.benchmarks.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartyBenchReportTest {
    private static final PartyBenchReport.Meeting QUICK_MEETING =
            new PartyBenchReport.Meeting(2_100, 800, 950, 1_000, 500);
    private static final Outages QUICK = new Outages(List.of(900L, 2_999L, 1_200L, 1_000L));

    @Test
    void aFaultOfAnyKindThatTookTooLongFailsTheRun() {
        Outages slow = new Outages(List.of(900L, 3_000L));

        assertTrue(report(QUICK, QUICK, QUICK, "").passed());
        assertFalse(report(slow, QUICK, QUICK, "").passed());
        assertFalse(report(QUICK, slow, QUICK, "").passed());
        assertFalse(report(QUICK, QUICK, slow, "").passed());
    }

    @Test
    void figuresStandUnderTheirNames() {
        var json = report(QUICK, new Outages(List.of(700L)), Outages.NONE, "").toJson();

        assertEquals(4, json.get("stallMembers"));
        assertEquals(1_000L, json.get("stallMemberMillisP50"));
        assertEquals(2_999L, json.get("stallMemberMillisP99"));
        assertEquals(700L, json.get("stallHolderMillisP99"));
        assertEquals(0, json.get("cuts"));
        assertEquals(-1L, json.get("cutMillisP99"));
        assertFalse(json.containsKey("cutsSkipped"));
    }

    @Test
    void ofSeveralMeetingsTheWorstInWarmProcessesIsJudged() {
        var slow = new PartyBenchReport.Meeting(900, 800, 3_000, 3_100, 500);
        List<PartyBenchReport.Meeting> coldSlow = new ArrayList<>(Collections.nCopies(5, slow));
        List<PartyBenchReport.Meeting> warmSlow = new ArrayList<>(Collections.nCopies(5, QUICK_MEETING));
        coldSlow.add(QUICK_MEETING);
        warmSlow.addAll(List.of(slow, QUICK_MEETING));

        assertTrue(report(coldSlow, PartyBenchReport.Faults.NONE).passed());
        assertFalse(report(warmSlow, PartyBenchReport.Faults.NONE).passed());
        assertFalse(report(List.of(slow), PartyBenchReport.Faults.NONE).passed());
        assertFalse(report(List.of(QUICK_MEETING, slow), PartyBenchReport.Faults.NONE)
                .passed());
    }

    @Test
    void ofJoinsTheOneThatCameAloneIsJudged() {
        var slow = new PartyBenchReport.Meeting(900, 800, 950, 1_000, 2_000);
        var never = new PartyBenchReport.Meeting(900, 800, 950, 1_000, -1);

        assertTrue(report(List.of(QUICK_MEETING), PartyBenchReport.Faults.NONE).passed());
        assertFalse(report(List.of(slow), PartyBenchReport.Faults.NONE).passed());
        assertFalse(report(List.of(never), PartyBenchReport.Faults.NONE).passed());
    }

    @Test
    void cutsThatCouldNotBeMadeAreNamedWithTheReason() {
        var json = report(QUICK, QUICK, Outages.NONE, "no namespaces").toJson();

        assertEquals("no namespaces", json.get("cutsSkipped"));
    }

    @Test
    void oneOfAHundredMayTakeLonger() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();

        assertEquals(99, new Outages(hundred).p99());
        assertEquals(50, new Outages(hundred).median());
    }

    @Test
    void numbersOutOfBoundsAreRefusedByName() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> PartyBenchOptions.FULL.withCuts(-1));

        assertTrue(String.valueOf(thrown.getMessage()).contains("--cuts"), () -> "said: " + thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PartyBenchOptions.FULL.withMeetings(0));
    }

    private static PartyBenchReport report(Outages members, Outages holders, Outages cuts, String skipped) {
        var faults = new PartyBenchReport.Faults(8, members, holders, cuts, skipped);
        return report(List.of(QUICK_MEETING), faults);
    }

    private static PartyBenchReport report(List<PartyBenchReport.Meeting> meetings, PartyBenchReport.Faults faults) {
        return new PartyBenchReport(true, 7, meetings, 0, -1, -1, faults, -1, 120);
    }
}
