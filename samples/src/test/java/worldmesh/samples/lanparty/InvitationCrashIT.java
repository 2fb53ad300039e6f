package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.mesh.invite.Invite;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;

/** An issuer in a process of its own is killed -9 the moment its single-use invitation let somebody in. */
class InvitationCrashIT {
    private static final long WAIT_NANOS = 30_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void anIssuerKilledRightAfterTheUseRefusesTheSecondAndTakesTheFirstBack() throws Exception {
        String link;
        Process issuer = start();
        try (Peers peers = new Peers(directory);
                BufferedReader said = issuer.inputReader(StandardCharsets.UTF_8)) {
            await(said, "playing");
            type(issuer, "invite");
            String told = await(said, "worldmesh://");
            link = told.substring(told.indexOf("worldmesh://"));
            Peers.Peer bob = peers.join("BOB", link);
            Peers.await(bob.joined);
        } finally {
            issuer.destroyForcibly().waitFor();
        }

        Process again = start();
        try (Peers peers = new Peers(directory);
                BufferedReader said = again.inputReader(StandardCharsets.UTF_8)) {
            String here = moved(link, await(said, "at "));
            await(said, "playing");
            Peers.Peer eve = peers.join("EVE", here);
            until(() -> !eve.lastTold("the invitation was used already").isEmpty());
            Peers.Peer bob = peers.join("BOB", here);
            Peers.await(bob.playing);
        } finally {
            again.destroyForcibly().waitFor();
        }
    }

    /** The link as it would be if the issuer had a fixed port. */
    private static String moved(String link, String at) {
        Invite invite = Invite.parse(link);
        int port = HostPort.parse(at.substring("at ".length())).getPort();
        return new Invite(invite.host(), port, invite.peer(), invite.world(), invite.secret()).format();
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        String store = directory.resolve("ANN").toString();
        return new ProcessBuilder(java, "-cp", classes, KillableInviter.class.getName(), "ANN", store)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void type(Process process, String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static String await(BufferedReader said, String part) throws IOException {
        String line = Objects.requireNonNull(said.readLine(), "the issuer ended");
        while (!line.contains(part)) {
            line = Objects.requireNonNull(said.readLine(), "the issuer ended before it said " + part);
        }
        return line;
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
