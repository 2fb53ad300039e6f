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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.benchmarks.nat.NatNode;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.ChildPeer;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.TroupeException;
import worldmesh.samples.troupe.Venue;
import worldmesh.testkit.lab.NatLab;

/**
 * Three players behind three routers that drop all UDP, in processes of their own: over TLS to a node they join, walk,
 * build, command, chat and share a file, lose their holder, which comes back, and end up equal.
 */
@Timeout(280)
class TlsCourseIT {
    private static final int PLAYERS = 3;
    private static final String[] LANS = {"m=open", "a=udp-blocked", "b=udp-blocked", "c=udp-blocked"};
    private static final String NODE = "m1";
    private static final List<String> HOSTS = List.of("a1", "b1", "c1");

    /** For a busy machine. */
    private static final long PATIENCE_MILLIS = 60_000;

    private static final int FILE_BYTES = 1_000_000;
    private static final int ACKED_MIN = 20;

    private final StringWriter said = new StringWriter();

    /** Three networks without UDP, and an open one with a node, whose link everybody is told. */
    private static final class NodeVenue implements Venue {
        private final NatLab lab = NatLab.up(NatLab.ownId("tc"), LANS);
        private final ChildPeer node;

        NodeVenue(Path store) {
            List<String> java = ChildPeer.command(
                    NatNode.class, List.of(store.resolve("world").toString(), lab.address(NODE)));
            node = ChildPeer.start("node", store, lab.command(NODE, java));
        }

        String link() {
            try {
                return node.await("invite", PATIENCE_MILLIS);
            } catch (TroupeException e) {
                close();
                throw e;
            }
        }

        @Override
        public List<String> command(int player, List<String> command) {
            return lab.command(HOSTS.get(player), command);
        }

        @Override
        public boolean isLan() {
            return false;
        }

        @Override
        public boolean hasNode() {
            return true;
        }

        @Override
        public void split(List<Integer> apart) {
            throw new IllegalStateException("these players share no switch");
        }

        @Override
        public void heal() {
            throw new IllegalStateException("these players share no switch");
        }

        @Override
        public void plug(int player, boolean plugged) {
            lab.link(HOSTS.get(player), plugged);
        }

        @Override
        public long sentFrames(int player) {
            return lab.sentFrames(HOSTS.get(player));
        }

        @Override
        public void close() {
            node.stopNow();
            lab.close();
        }
    }

    @Test
    void playersWithoutUdpDoAllThatPlayersDo(@TempDir Path store, TestReporter reporter) {
        assumeTrue(Boolean.getBoolean("worldmesh.tls-course"), "a minute: set -Dworldmesh.tls-course=true to run it");
        Optional<String> obstacle = NatLab.obstacle(LANS);
        assertTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        NodeVenue venue = new NodeVenue(store);
        Cast cast = Cast.of(PLAYERS, venue).with("mesh.rendezvous.node=" + venue.link());

        int code = Troupe.run("tls", new PrintWriter(said, true), cast, troupe -> {
            course(troupe);
            judge(troupe, reporter);
            return 0;
        });

        assertEquals(0, code, said.toString());
    }

    private void course(Troupe troupe) {
        troupe.begin();
        whole(troupe);
        chat(troupe, 1, "hello over TLS");
        shareAFile(troupe);
        troupe.bots(true);
        troupe.play(8_000);
        int holder = troupe.mustHold();
        troupe.kill(holder);
        troupe.keepStoreAtKill(holder);
        troupe.play(6_000);
        troupe.enter(holder);
        whole(troupe);
        troupe.acts(holder);
        troupe.play(3_000);
        troupe.bots(false);
        chat(troupe, holder, "here again");
        troupe.play(6_000); // a pose between two places of the wire is settled after five seconds at the latest
        troupe.settleAndStop();
    }

    private static void whole(Troupe troupe) {
        troupe.awaitMembers(PLAYERS, PATIENCE_MILLIS);
        troupe.awaitRoster(PLAYERS, PATIENCE_MILLIS);
        troupe.await("one holder that all go by", PATIENCE_MILLIS, () -> FaultTrials.isLed(troupe, PLAYERS));
    }

    private static void chat(Troupe troupe, int from, String text) {
        troupe.children().get(from).tell("say " + text);
        String line = "<" + troupe.names().get(from) + "> " + text;
        IntStream.range(0, PLAYERS)
                .filter(player -> player != from)
                .forEach(player -> troupe.await(
                        line, PATIENCE_MILLIS, () -> heard(troupe, player).equals(line)));
    }

    private static String heard(Troupe troupe, int player) {
        return troupe.children().get(player).said("heard").orElse("");
    }

    private static void shareAFile(Troupe troupe) {
        Path file = troupe.directory().resolve("level.bin");
        try {
            byte[] bytes = new byte[FILE_BYTES];
            new Random(1).nextBytes(bytes);
            Files.write(file, bytes);
            troupe.children().get(0).tell("share " + file);
            troupe.await("an offer", PATIENCE_MILLIS, () -> heard(troupe, 2).endsWith("; take level.bin"));
            troupe.children().get(2).tell("take level.bin");
            troupe.await("the file", PATIENCE_MILLIS, () -> heard(troupe, 2).startsWith("fetched level.bin: "));
            Path there = Path.of(heard(troupe, 2).substring("fetched level.bin: ".length()));
            assertEquals(-1, Files.mismatch(file, there));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write or read " + file, e);
        }
    }

    private void judge(Troupe troupe, TestReporter reporter) {
        PartyAudit audit = PartyAudit.of(troupe.directory(), troupe.names());
        assertEquals(List.of(), audit.problems());
        assertTrue(audit.converged(), () -> "the worlds in the stores differ\n" + said);
        assertTrue(audit.acked() > ACKED_MIN, "only " + audit.acked() + " commands were acknowledged");
        assertEquals(0, audit.lostAcks());
        assertEquals(0, audit.duplicateEffects());
        assertEquals(audit.goldBefore(), audit.goldAfter());
        assertEquals(0, audit.takeovers().missing(), "nobody answered after the holder's death");
        reporter.publishEntry(
                "over TLS alone",
                audit.acked() + " acknowledged, takeover " + audit.takeovers().max() + " ms");
    }
}
