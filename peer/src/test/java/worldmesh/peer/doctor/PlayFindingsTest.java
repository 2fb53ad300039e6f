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
    private static final LineFigures CLEAR = line(300, 300, MILLI, MILLI, 0);

    private static CheckupState state(TurnFigures turns) {
        return new CheckupState(1, turns, true, 250, 1_000);
    }

    private static Visit visit(@Nullable CheckupState state, @Nullable LineFigures line) {
        return new Visit(PLACE, false, MILLI, 0L, CheckupAnswer.TAKEN, List.of(), List.of(), state, line, true, "");
    }

    /** A line of which the link says the same as the probes. */
    private static LineFigures line(int heard, int answered, long jitter, long growth, int stoodPercent) {
        var link = new LineFigures.OfLink(jitter, growth);
        return new LineFigures(300, heard, answered, 60 * MILLI, jitter, growth, stoodPercent, link);
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
        LineFigures lossy = line(276, 276, MILLI, MILLI, 0);
        LineFigures lossyBack = line(300, 276, MILLI, MILLI, 0);
        LineFigures unsteady = line(300, 300, 45 * MILLI, 20 * MILLI, 0);
        LineFigures narrow = line(300, 300, 50 * MILLI, 200 * MILLI, 0);

        assertEquals(List.of("quality loss [line mend loss<=3%]"), failed(state(GOOD), lossy));
        assertEquals(List.of("quality loss [line mend loss<=3%]"), failed(state(GOOD), lossyBack));
        assertEquals(List.of("quality jitter [line mend jitter<=30ms]"), failed(state(GOOD), unsteady));
        assertEquals(List.of("quality rate [line mend rate>=300kbit]"), failed(state(GOOD), narrow));
        assertEquals(
                List.of("ticks there [there relieve turns>=20]"),
                failed(state(new TurnFigures(5_000, 5, 2, 210, 0)), unsteady),
                "who answers seldom is no bad line");
    }

    @Test
    void aMachineThatIsOverloadedIsNoBadLine() {
        assertEquals(List.of(), failed(state(GOOD), line(300, 300, 45 * MILLI, 200 * MILLI, 25)));
        assertEquals(
                List.of("quality loss [line mend loss<=3%]"),
                failed(state(GOOD), line(276, 276, 45 * MILLI, 200 * MILLI, 25)),
                "what is lost is lost whoever is late");
        LineFigures busy = line(300, 300, MILLI, MILLI, 25);
        assertEquals(List.of(), failed(state(new TurnFigures(5_000, 12, 50, 380, 0)), busy), "both are on it");
        assertEquals(
                List.of("ticks there [there set node.update-rate=60]"),
                failed(state(new TurnFigures(5_000, 5, 1, 200, 5)), busy),
                "what the configuration says is no matter of load");
        Visit far = new Visit(
                PLACE,
                false,
                MILLI,
                0L,
                CheckupAnswer.TAKEN,
                List.of(),
                List.of(),
                state(new TurnFigures(5_000, 12, 50, 380, 0)),
                busy,
                false,
                "");
        assertEquals(
                List.of("ticks there [there relieve turns>=20]"), failed(far, Surroundings.UNKNOWN, RetryPolicy.LINKS));
    }

    @Test
    void aGameThatStandsStillIsNoBadLine() {
        var calm = new LineFigures.OfLink(5 * MILLI, 5 * MILLI);

        assertEquals(
                List.of(),
                failed(state(GOOD), new LineFigures(300, 300, 300, 60 * MILLI, 45 * MILLI, 20 * MILLI, 0, calm)));
        assertEquals(
                List.of(),
                failed(state(GOOD), new LineFigures(300, 300, 300, 60 * MILLI, 45 * MILLI, 200 * MILLI, 0, calm)));
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
