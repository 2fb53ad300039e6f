package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.CandidateKind;

class NatReportTest {
    private static final NatPair DIRECT = new NatPair("a - b", true, 40, CandidateKind.HOST, CandidateKind.HOST, true);
    private static final NatPair RELAYED =
            new NatPair("b - c", false, 400, CandidateKind.RELAYED, CandidateKind.RELAYED, true);
    private static final NatPair UPGRADED =
            new NatPair("c - d", true, 300, CandidateKind.RELAYED, CandidateKind.REFLEXIVE, true);

    @Test
    void printsTheKeysOfTheIssueAndNoOther() {
        NatReport report = new NatReport(List.of(DIRECT, RELAYED, UPGRADED));

        assertEquals(
                "{\"pairs\":3,\"connected\":3,\"direct\":2,\"directPossible\":2,\"connectMillisP50Direct\":40.0,"
                        + "\"connectMillisP95\":400.0,\"relayUpgraded\":1,\"missed\":[]}",
                report.toJson());
        assertTrue(report.passed());
    }

    @Test
    void everyMissIsNamed() {
        NatPair dead = new NatPair("d - e", false, 0, null, null, true);
        NatPair stuck = new NatPair("e - f", true, 300, CandidateKind.RELAYED, CandidateKind.RELAYED, true);
        NatPair loud = new NatPair("f - g", true, 300, CandidateKind.RELAYED, CandidateKind.HOST, false);
        NatReport report = new NatReport(List.of(DIRECT, dead, stuck, loud));

        assertEquals(
                List.of(
                        "d - e: no connection",
                        "e - f: relayed though a direct way is possible",
                        "f - g: the server still carried after the move"),
                report.missed());
        assertFalse(report.passed());
        assertFalse(new NatReport(List.of()).passed());
    }
}
