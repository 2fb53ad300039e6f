package worldmesh.benchmarks.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.time.SystemClock;
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

    /** For a busy machine; with {@code -Dworldmesh.quiet=true} the figures are held to what is asked. */
    private static final long PATIENCE_MILLIS = 60_000;

    /** SIGSTOP, as the demand has it. */
    private static final long STALL_MILLIS = 3_000;

    private static final long APART_MILLIS = 10_000;

    private static final int ACKED_MIN = 100;

    /** What is asked of the figures below, and judged on a machine that does nothing else. */
    private static final long MEET_MILLIS = 2_000;

    private static final long TAKEOVER_MILLIS = 2_000;
    private static final long FAULT_MILLIS = 3_000;
    private static final long HEAL_MILLIS = 5_000;
    private static final long NO_DEMAND = -1;
    private static final boolean QUIET = Boolean.getBoolean("worldmesh.quiet");

    /** One line of JSON for each figure. */
    private static final Path FIGURES = Path.of("target", "natlab", "figures.jsonl");

    private final StringWriter said = new StringWriter();
    private final List<String> late = new ArrayList<>();

    @BeforeAll
    static void needsNamespaces() {
        Optional<String> obstacle = LabVenue.obstacle(HOSTS);
        if (NatLab.isRequired()) {
            assertTrue(obstacle.isEmpty(), () -> "required here, but " + obstacle.orElse(""));
        }
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        assumeTrue(NatLab.isRequired(), "two minutes of eight processes: set " + NatLab.REQUIRED + "=1 to run it");
    }

    @Test
    void eightPlayersOnOneLanSurviveWhatHappensToThem() {
        begin();
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
        assertTrue(!QUIET || late.isEmpty(), () -> "too slow for a machine that does nothing else: " + late);
    }

    private static void begin() {
        try {
            Files.createDirectories(FIGURES.getParent());
            Files.writeString(FIGURES, "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FIGURES + ": " + e.getMessage(), e);
        }
    }

    private void meet(Troupe troupe) {
        long asked = troupe.beginAtOnce();
        troupe.awaitMembers(PLAYERS, PATIENCE_MILLIS);
        figure("meet", troupe.said().lastMemberMillis() - asked, MEET_MILLIS);
        whole(troupe);
        figure(
                "join",
                IntStream.range(1, PLAYERS)
                        .mapToLong(player -> Long.parseLong(troupe.told(player, "joined")))
                        .max()
                        .orElseThrow(),
                MEET_MILLIS);
    }

    /** What happens to the party, while another one goes on beside it. */
    private int evening(Troupe troupe, Troupe other) {
        other.begin();
        troupe.bots(true);
        troupe.play(2_000);
        killTheHolder(troupe);
        stall(troupe, (troupe.mustHold() + 1) % PLAYERS, "stall member");
        stall(troupe, troupe.mustHold(), "stall holder");
        cutACable(troupe);
        split(troupe);
        troupe.bots(true);
        troupe.play(2_000);
        troupe.bots(false);
        troupe.awaitMembers(PLAYERS, PATIENCE_MILLIS);
        other.awaitMembers(1, PATIENCE_MILLIS);
        other.awaitRoster(1, PATIENCE_MILLIS);
        whole(troupe);
        troupe.play(6_000); // a pose between two places of the wire is settled after five seconds at the latest
        troupe.settleAndStop();
        return 0;
    }

    private void killTheHolder(Troupe troupe) {
        int holder = troupe.mustHold();
        troupe.kill(holder);
        troupe.keepStoreAtKill(holder);
        troupe.play(3_000);
        troupe.enter(holder);
        troupe.acts(holder);
        figure("return", whole(troupe), NO_DEMAND);
    }

    private void stall(Troupe troupe, int player, String name) {
        troupe.suspend(player);
        troupe.play(STALL_MILLIS);
        troupe.resume(player);
        troupe.play(1_000); // until then it may not have noticed that it stood still
        figure(name, 1_000 + whole(troupe), FAULT_MILLIS);
    }

    private void cutACable(Troupe troupe) {
        int other = (troupe.mustHold() + 1) % PLAYERS;
        troupe.venue().plug(other, false);
        troupe.play(APART_MILLIS);
        troupe.venue().plug(other, true);
        figure("cut", whole(troupe), FAULT_MILLIS);
    }

    private void split(Troupe troupe) {
        int holder = troupe.mustHold();
        List<Integer> apart = IntStream.range(0, PLAYERS)
                .filter(player -> player != holder)
                .limit(PLAYERS / 2)
                .boxed()
                .toList();
        troupe.split(apart);
        troupe.play(APART_MILLIS);
        figure("split heal", troupe.heal(), HEAL_MILLIS);
        whole(troupe);
    }

    /** Waits until all are on one roster under one holder; answers how long that took. */
    private static long whole(Troupe troupe) {
        long begun = SystemClock.INSTANCE.wallMillis();
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
        troupe.await("one holder that all go by", PATIENCE_MILLIS, () -> FaultTrials.isLed(troupe, PLAYERS));
        return SystemClock.INSTANCE.wallMillis() - begun;
    }

    private void judge(Troupe troupe) {
        PartyAudit audit = PartyAudit.of(troupe.directory(), troupe.names());
        figure("takeover", audit.takeovers().max(), TAKEOVER_MILLIS);
        assertEquals(List.of(), audit.problems());
        assertTrue(audit.converged(), () -> "the worlds in the stores differ\n" + said);
        assertTrue(audit.acked() > ACKED_MIN, "only " + audit.acked() + " commands were acknowledged");
        assertEquals(0, audit.lostAcks());
        assertEquals(0, audit.duplicateEffects());
        assertTrue(audit.goldBefore() > 0);
        assertEquals(audit.goldBefore(), audit.goldAfter());
        assertTrue(audit.restored());
        assertEquals(0, audit.takeovers().missing(), "nobody answered after the holder's death");
    }

    /** Keeps a figure for people and machines; -1 is one that never came. */
    private void figure(String name, long millis, long demandMillis) {
        String demand = demandMillis == NO_DEMAND ? "" : ",\"demandMillis\":" + demandMillis;
        String line = "{\"suite\":\"lan-party\",\"players\":" + PLAYERS + ",\"figure\":\"" + name + "\",\"millis\":"
                + millis + demand + "}" + System.lineSeparator();
        said.write(line);
        if (demandMillis != NO_DEMAND && (millis < 0 || millis >= demandMillis)) {
            late.add(name + " " + millis);
        }
        try {
            Files.writeString(FIGURES, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FIGURES + ": " + e.getMessage(), e);
        }
    }
}
