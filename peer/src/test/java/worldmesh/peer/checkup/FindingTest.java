package worldmesh.peer.checkup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.WayResult;
import worldmesh.mesh.path.WayResult.Outcome;

class FindingTest {
    private static WayResult direct(Outcome outcome, boolean heard) {
        return way(CandidateKind.HOST, CandidateKind.REFLEXIVE, outcome, heard);
    }

    private static WayResult way(CandidateKind from, CandidateKind to, Outcome outcome, boolean heard) {
        return new WayResult(from, new Candidate(to, new InetSocketAddress("192.0.2.1", 7_777)), outcome, heard);
    }

    @Test
    void aDirectAnswerOnEitherSideIsADirectWay() {
        List<WayResult> answered = List.of(direct(Outcome.UNANSWERED, false), direct(Outcome.ANSWERED, true));

        assertEquals(Finding.DIRECT, Finding.of(answered, List.of()));
        assertEquals(Finding.DIRECT, Finding.of(List.of(direct(Outcome.UNANSWERED, false)), answered));
    }

    @Test
    void whoIsHeardAndHearsNothingIsDeafAndTheOtherSideSaysTheSameOfIt() {
        List<WayResult> here = List.of(direct(Outcome.UNANSWERED, false));
        List<WayResult> there = List.of(direct(Outcome.UNANSWERED, true));

        assertEquals(Finding.DEAF_HERE, Finding.of(here, there));
        assertEquals(Finding.DEAF_THERE, Finding.of(there, here));
    }

    @Test
    void whatAServerCarriesSaysNothingAboutTheDirectWay() {
        WayResult served = way(CandidateKind.RELAYED, CandidateKind.HOST, Outcome.ANSWERED, true);
        WayResult serving = way(CandidateKind.HOST, CandidateKind.RELAYED, Outcome.ANSWERED, true);
        WayResult silent = direct(Outcome.UNANSWERED, false);

        assertEquals(Finding.NOTHING_PASSES, Finding.of(List.of(served, silent), List.of(serving, silent)));
        assertEquals(Finding.NO_PAIR, Finding.of(List.of(served), List.of(serving)));
    }

    @Test
    void answersThatGetLostBothWaysAndSilenceAreTold() {
        List<WayResult> heard = List.of(direct(Outcome.UNANSWERED, true));

        assertEquals(Finding.ANSWERS_LOST, Finding.of(heard, heard));
        assertEquals(Finding.UNTOLD, Finding.of(heard, List.of()));
    }
}
