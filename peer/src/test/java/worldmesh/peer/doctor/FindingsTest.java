package worldmesh.peer.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.ice.NatBehaviour;
import worldmesh.mesh.ice.NatBehaviour.Filtering;
import worldmesh.mesh.ice.NatBehaviour.Mapping;
import worldmesh.mesh.ice.TurnProbe;
import worldmesh.mesh.ice.TurnServer;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.WayResult;
import worldmesh.mesh.turn.TurnFailure;
import worldmesh.peer.wire.CheckupAnswer;

class FindingsTest {
    private static final InetSocketAddress SEEN = new InetSocketAddress("192.0.2.7", 4_000);
    private static final InetSocketAddress OWN = new InetSocketAddress("10.0.0.2", 4_000);
    private static final NatBehaviour.Server ALIVE = new NatBehaviour.Server("a:3478", SEEN, 5_000_000, "");
    private static final NatBehaviour.Server DEAD = new NatBehaviour.Server("b:3478", null, 0, "it does not answer");
    private static final TurnServer UDP = TurnServer.parse("turn:192.0.2.9");
    private static final TurnServer TLS = TurnServer.parse("turns:192.0.2.9:443");
    private static final TurnProbe.Result SILENT = new TurnProbe.Result(UDP, null, 0, TurnFailure.SILENT);
    private static final TurnProbe.Result OVER_TLS = new TurnProbe.Result(TLS, SEEN, 9_000_000, null);

    private static NatBehaviour nat(Mapping mapping, int largest, NatBehaviour.Server... servers) {
        return new NatBehaviour(List.of(servers), List.of(OWN), mapping, Filtering.UNKNOWN, largest);
    }

    private static List<String> outcomes(NatBehaviour nat, List<TurnProbe.Result> turn, @Nullable Visit visit) {
        return new Findings(nat, turn, visit)
                .all(true).stream()
                        .filter(check -> check.outcome() != Check.Outcome.OK)
                        .map(check -> check.outcome() + " " + check.name())
                        .toList();
    }

    private static Visit visit(int verdict, WayResult.Outcome outcome, long skewMillis) {
        WayResult way = new WayResult(CandidateKind.HOST, new Candidate(CandidateKind.HOST, SEEN), outcome, false);
        return new Visit(
                SEEN, false, 1_000_000, skewMillis, verdict, List.of(way), List.of(way), null, null, false, "");
    }

    @Test
    void nothingIsBlamedWhereAllAnswers() {
        Visit visit = visit(CheckupAnswer.TAKEN, WayResult.Outcome.ANSWERED, 20);

        assertEquals(List.of(), outcomes(nat(Mapping.ENDPOINT_INDEPENDENT, 1_472, ALIVE), List.of(OVER_TLS), visit));
    }

    @Test
    void oneSilentServerIsAServersFaultUntilTcpShowsThatUdpAloneIsStopped() {
        NatBehaviour silent = nat(Mapping.UNKNOWN, 0, DEAD);

        assertEquals("SKIPPED udp", outcomes(silent, List.of(), null).get(0));
        assertEquals("FAILED stun", outcomes(silent, List.of(), null).get(1));
        assertEquals("FAILED udp", outcomes(silent, List.of(OVER_TLS), null).get(0));
        assertEquals("SKIPPED stun", outcomes(silent, List.of(OVER_TLS), null).get(1));
        assertEquals(
                List.of(
                        "FAILED udp",
                        "SKIPPED stun",
                        "SKIPPED nat",
                        "SKIPPED mtu",
                        "SKIPPED turn",
                        "SKIPPED member",
                        "SKIPPED ways",
                        "SKIPPED clock"),
                outcomes(silent, List.of(SILENT), null));
    }

    @Test
    void deadServerBesideOneThatAnswersIsBlamedAlone() {
        assertEquals(
                List.of("FAILED stun", "SKIPPED turn", "SKIPPED member", "SKIPPED ways", "SKIPPED clock"),
                outcomes(nat(Mapping.NONE, 1_472, DEAD, ALIVE), List.of(), null));
    }

    @Test
    void symmetricNatAndSmallDatagramsAreNamed() {
        assertEquals(
                List.of("FAILED nat", "FAILED mtu", "SKIPPED member", "SKIPPED ways", "SKIPPED clock"),
                outcomes(nat(Mapping.ENDPOINT_DEPENDENT, 548, ALIVE), List.of(OVER_TLS), null));
    }

    @Test
    void wrongClockAndWaysThatNobodyCheckedAreNamed() {
        NatBehaviour good = nat(Mapping.NONE, 1_472, ALIVE);

        assertEquals(
                List.of("FAILED clock"),
                outcomes(good, List.of(OVER_TLS), visit(CheckupAnswer.TAKEN, WayResult.Outcome.ANSWERED, 3_600_000)));
        assertEquals(
                List.of("SKIPPED ways"),
                outcomes(good, List.of(OVER_TLS), visit(CheckupAnswer.UNINVITED, WayResult.Outcome.ANSWERED, 1)));
        assertEquals(
                List.of("FAILED ways"),
                outcomes(good, List.of(OVER_TLS), visit(CheckupAnswer.TAKEN, WayResult.Outcome.UNANSWERED, 1)));
    }
}
