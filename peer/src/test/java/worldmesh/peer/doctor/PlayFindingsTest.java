package worldmesh.peer.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.checkup.Remedy;
import worldmesh.peer.checkup.TurnFigures;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.peer.wire.CheckupState;

class PlayFindingsTest {
    private static final InetSocketAddress PLACE = new InetSocketAddress("192.0.2.7", 4_000);
    private static final long MILLI = 1_000_000L;
    private static final TurnFigures GOOD = new TurnFigures(5_000, 60, 5, 20, 0);
    private static final LineFigures CLEAR = new LineFigures(300, 300, 300, 21 * MILLI, MILLI, MILLI, 0);

    private static CheckupState state(TurnFigures turns) {
        return new CheckupState(1, turns, true, 250, 1_000);
    }

    private static Visit visit(@Nullable CheckupState state, @Nullable LineFigures line) {
        return new Visit(PLACE, false, MILLI, 0L, CheckupAnswer.TAKEN, List.of(), List.of(), state, line, "");
    }

    private static List<String> failed(@Nullable Visit visit, Surroundings around, RetryPolicy reconnect) {
        return new PlayFindings(visit, around, reconnect, true)
                .all().stream()
                        .filter(Check::isFailed)
                        .map(check -> check.name() + " " + check.subject() + " "
                                + check.remedies().stream().map(Remedy::text).toList())
                        .toList();
    }

    private static List<String> failed(@Nullable CheckupState state, @Nullable LineFigures line) {
        return failed(visit(state, line), Surroundings.UNKNOWN, RetryPolicy.LINKS);
    }

    @Test
    void nothingIsBlamedWhereAllIsWellNorWhereNothingIsKnown() {
        assertEquals(List.of(), failed(state(GOOD), CLEAR));
        assertEquals(List.of(), failed(null, null));
        assertEquals(List.of(), failed(null, Surroundings.UNKNOWN, RetryPolicy.LINKS));
    }

    @Test
    void aFarMemberIsNamedOnlyIfANearerOneIsKnown() {
        Visit visit = visit(state(GOOD), CLEAR);

        assertEquals(
                List.of("region near:1 [here join near:1]"),
                failed(
                        visit,
                        new Surroundings(200 * MILLI, Map.of("far:1", 180 * MILLI, "near:1", 40 * MILLI)),
                        RetryPolicy.LINKS));
        assertEquals(
                List.of(),
                failed(visit, new Surroundings(200 * MILLI, Map.of("far:1", 180 * MILLI)), RetryPolicy.LINKS));
        assertEquals(
                List.of(), failed(visit, new Surroundings(20 * MILLI, Map.of("near:1", MILLI)), RetryPolicy.LINKS));
    }

    @Test
    void fewUpdatesAreNamedWithTheirCause() {
        assertEquals(
                List.of("ticks there [there set node.update-rate=60]"),
                failed(state(new TurnFigures(5_000, 5, 1, 200, 5)), CLEAR));
        assertEquals(
                List.of("ticks there [there relieve turns>=20]"),
                failed(state(new TurnFigures(5_000, 5, 95, 210, 60)), CLEAR));
        assertEquals(
                List.of("ticks there [there relieve turns>=20]"),
                failed(state(new TurnFigures(5_000, 5, 2, 210, 0)), CLEAR));
        assertEquals(List.of(), failed(state(new TurnFigures(300, 5, 2, 210, 0)), CLEAR), "it has only begun");
    }

    @Test
    void whatTheLineDoesIsNamedByItsFigure() {
        LineFigures lossy = new LineFigures(300, 276, 276, 21 * MILLI, MILLI, MILLI, 0);
        LineFigures lossyBack = new LineFigures(300, 300, 276, 21 * MILLI, MILLI, MILLI, 0);
        LineFigures unsteady = new LineFigures(300, 300, 300, 60 * MILLI, 45 * MILLI, 20 * MILLI, 0);
        LineFigures narrow = new LineFigures(300, 300, 300, 120 * MILLI, 50 * MILLI, 200 * MILLI, 0);

        assertEquals(List.of("quality loss [line mend loss<=3%]"), failed(state(GOOD), lossy));
        assertEquals(List.of("quality loss [line mend loss<=3%]"), failed(state(GOOD), lossyBack));
        assertEquals(List.of("quality jitter [line mend jitter<=30ms]"), failed(state(GOOD), unsteady));
        assertEquals(List.of("quality rate [line mend rate>=300kbit]"), failed(state(GOOD), narrow));
        assertEquals(
                List.of("ticks there [there relieve turns>=20]"),
                failed(state(new TurnFigures(5_000, 5, 2, 210, 0)), unsteady),
                "who answers seldom is no bad line");
        LineFigures busy = new LineFigures(300, 300, 300, 60 * MILLI, 45 * MILLI, 20 * MILLI, 12 * MILLI);
        assertEquals(List.of(), failed(state(GOOD), busy), "this side stood still");
        assertEquals(
                List.of(), failed(state(new TurnFigures(5_000, 40, 5, 200, 0)), unsteady), "the member stood still");
    }

    @Test
    void reconnectionIsLookedAtOnBothSides() {
        assertEquals(
                List.of("reconnection here [here set peer.reconnect.automatic=true]"),
                failed(visit(state(GOOD), CLEAR), Surroundings.UNKNOWN, RetryPolicy.LINKS.automatic(false)));
        assertEquals(
                List.of("reconnection there [there set peer.reconnect.automatic=true]"),
                failed(new CheckupState(1, GOOD, false, 250, 1_000), CLEAR));
        assertEquals(
                List.of("reconnection here [here set peer.reconnect.first-pause-millis=250,"
                        + " here set peer.reconnect.last-pause-millis=1000]"),
                failed(visit(state(GOOD), CLEAR), Surroundings.UNKNOWN, new RetryPolicy(true, 60_000, 600_000)));
    }

    @Test
    void whoLooksForNoWaysThroughNatsIsTold() {
        List<Check> checks = new PlayFindings(null, Surroundings.UNKNOWN, RetryPolicy.LINKS, false).all();

        assertTrue(checks.get(0).isFailed());
        assertEquals(
                "here set mesh.ice.enabled=true",
                checks.get(0).remedies().get(0).text());
        assertEquals("NAT traversal", checks.get(0).topic());
    }
}
