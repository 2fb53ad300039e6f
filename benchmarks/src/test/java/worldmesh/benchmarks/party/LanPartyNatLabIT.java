package worldmesh.benchmarks.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.Troupe;
import worldmesh.testkit.lab.NatLab;

/**
 * Eight players in processes of their own, each on a host of its own, on one switch without a way out, without names,
 * with nothing configured: they find each other, lose their holder, a cable and each other, and end up equal.
 */
class LanPartyNatLabIT {
    private static final int PLAYERS = 8;

    /** One more host, for a party of strangers. */
    private static final int HOSTS = PLAYERS + 1;

    private static final long PATIENCE_MILLIS = 30_000;
    private static final long MEET_MILLIS_MAX = 2_000;
    private static final long TAKEOVER_MILLIS_MAX = 2_000;
    private static final long HEAL_MILLIS_MAX = 5_000;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void needsNamespaces() {
        assumeTrue(NatLab.isRequired(), "two minutes of eight processes: set " + NatLab.REQUIRED + "=1 to run it");
        Optional<String> obstacle = LabVenue.obstacle(HOSTS);
        assertTrue(obstacle.isEmpty(), () -> "required here, but " + obstacle.orElse(""));
    }

    @Test
    void eightPlayersOnOneLanSurviveWhatHappensToThem() {
        LabVenue lan = LabVenue.up(HOSTS);

        int code = Troupe.run("natlab", new PrintWriter(said, true), Cast.of(PLAYERS, lan), troupe -> {
            meet(troupe);
            int strangers = Troupe.run(
                    "strangers",
                    new PrintWriter(said, true),
                    Cast.of(1, lan.from(HOSTS)),
                    other -> evening(troupe, other));
            assertEquals(0, strangers, said.toString());
            judge(troupe);
            return strangers;
        });

        assertEquals(0, code, said.toString());
    }

    private void meet(Troupe troupe) {
        long asked = troupe.beginAtOnce();
        troupe.awaitMembers(PLAYERS, PATIENCE_MILLIS);
        long millis = troupe.lastMemberMillis() - asked;
        troupe.say("all saw each other after " + millis + " ms");
        troupe.report("met " + millis);
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
    }

    /** What happens to the party, while another one goes on beside it. */
    private static int evening(Troupe troupe, Troupe other) {
        other.begin();
        troupe.bots(true);
        troupe.play(2_000);
        killTheHolder(troupe);
        stallTheHolder(troupe);
        cutACable(troupe);
        split(troupe);
        troupe.bots(true);
        troupe.play(2_000);
        troupe.bots(false);
        troupe.awaitMembers(PLAYERS, PATIENCE_MILLIS);
        other.awaitMembers(1, PATIENCE_MILLIS);
        other.awaitRoster(1, PATIENCE_MILLIS);
        troupe.settleAndStop();
        return 0;
    }

    private static void killTheHolder(Troupe troupe) {
        int holder = troupe.mustHold();
        troupe.kill(holder);
        troupe.keepStoreAtKill(holder);
        troupe.play(3_000);
        troupe.enter(holder);
        troupe.acts(holder);
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
    }

    private static void stallTheHolder(Troupe troupe) {
        int holder = troupe.mustHold();
        troupe.suspend(holder);
        troupe.play(3_000);
        troupe.resume(holder);
        troupe.play(1_000);
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
    }

    private static void cutACable(Troupe troupe) {
        int other = (troupe.mustHold() + 1) % PLAYERS;
        troupe.venue().plug(other, false);
        troupe.play(10_000);
        troupe.venue().plug(other, true);
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
    }

    private static void split(Troupe troupe) {
        int holder = troupe.mustHold();
        List<Integer> apart = IntStream.range(0, PLAYERS)
                .filter(player -> player != holder)
                .limit(PLAYERS / 2)
                .boxed()
                .toList();
        troupe.split(apart);
        troupe.play(10_000);
        troupe.heal();
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
    }

    private void judge(Troupe troupe) {
        PartyAudit audit = PartyAudit.of(troupe.directory(), troupe.names());
        assertEquals(List.of(), audit.problems());
        assertTrue(audit.converged(), "the worlds in the stores differ");
        assertTrue(audit.acked() > 100, "only " + audit.acked() + " commands were acknowledged");
        assertEquals(0, audit.lostAcks());
        assertEquals(0, audit.duplicateEffects());
        assertTrue(audit.goldBefore() > 0);
        assertEquals(audit.goldBefore(), audit.goldAfter());
        assertTrue(audit.restored());
        within("met", audit.longest("met"), MEET_MILLIS_MAX);
        within("took over", audit.takeovers().max(), TAKEOVER_MILLIS_MAX);
        within("were equal after the split", audit.healMillis(), HEAL_MILLIS_MAX);
    }

    private void within(String what, long millis, long millisMax) {
        assertTrue(millis >= 0 && millis <= millisMax, () -> what + " in " + millis + " ms\n" + said);
    }
}
