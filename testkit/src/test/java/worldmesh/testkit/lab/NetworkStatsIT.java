package worldmesh.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/**
 * What a mesh says of its traffic against what the kernel counts: rules of nftables count the datagrams of two real
 * meshes on loopback, lose some of them at random, and count those that are left. Ten minutes, as the demand has it, by
 * {@code -Dworldmesh.stats.seconds=600}.
 */
@Timeout(900)
class NetworkStatsIT {
    private static final int SECONDS = Integer.getInteger("worldmesh.stats.seconds", 10);
    private static final int MESSAGES_PER_SECOND = 200;
    private static final int LOST_PER_MILLE = 50;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Mesh near = mesh();
    private final Mesh far = mesh();
    private final String table = "worldmesh_stats_" + near.local().getPort();

    private static Mesh mesh() {
        return Mesh.open(
                MeshSettings.defaults().withRekey(300, 60_000),
                Ed25519Signer.generate(RANDOM),
                UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SystemClock.INSTANCE,
                RANDOM);
    }

    @BeforeEach
    void countsAndLosesInTheKernel() {
        Nft.Output made = Nft.run(
                String.format("""
                table inet %1$s {
                  counter near_sent { }
                  counter near_got { }
                  counter far_sent { }
                  counter far_got { }
                  set cut { type inet_service; }
                  chain input {
                    type filter hook input priority 0; policy accept;
                    udp sport %2$d udp dport %3$d counter name near_sent
                    udp sport %3$d udp dport %2$d counter name far_sent
                    udp dport @cut drop
                    udp sport %2$d udp dport %3$d numgen random mod 1000 < %4$d drop
                    udp sport %3$d udp dport %2$d numgen random mod 1000 < %4$d drop
                    udp sport %2$d udp dport %3$d counter name far_got
                    udp sport %3$d udp dport %2$d counter name near_got
                  }
                }
                """, table, near.local().getPort(), far.local().getPort(), LOST_PER_MILLE));
        if (made.code() != 0 && NatLab.isRequired()) {
            fail("nft cannot count here: " + made.text());
        }
        assumeTrue(made.code() == 0, () -> "nft cannot count here: " + made.text());
    }

    @AfterEach
    void leavesNoRuleBehind() {
        near.close();
        far.close();
        Nft.run("delete table inet " + table);
    }

    @Test
    void equalWhatTheKernelCountsWithLossRekeysAndAResumption() {
        near.connect(far.local(), far.self());
        await(() -> near.state(far.self()) == LinkState.CONNECTED && far.state(near.self()) == LinkState.CONNECTED);
        say(SECONDS * MESSAGES_PER_SECOND / 2);
        long heard = far.networkStats(near.self()).messagesReceived();
        resume();
        say(SECONDS * MESSAGES_PER_SECOND / 2);
        quiet();

        assertTrue(
                near.stats(far.self()).rekeys() >= 3,
                "rekeys " + near.stats(far.self()).rekeys());
        assertTrue(far.networkStats(near.self()).messagesReceived() > heard, "the figures of the link go on");
        check(
                near.networkStats(),
                Nft.count(table, "near_sent"),
                Nft.count(table, "near_got"),
                Nft.count(table, "far_sent"));
        check(
                far.networkStats(),
                Nft.count(table, "far_sent"),
                Nft.count(table, "far_got"),
                Nft.count(table, "near_sent"));
    }

    private void say(int times) {
        for (int i = 0; i < times; i++) {
            near.send(far.self(), i % 2 == 0 ? Lane.STATE : Lane.RELIABLE, 0, new byte[300]);
            far.send(near.self(), Lane.RELIABLE, 0, new byte[60]);
            near.drain(signal -> {}, 1_000);
            far.drain(signal -> {}, 1_000);
            LockSupport.parkNanos(1_000_000_000L / MESSAGES_PER_SECOND);
        }
    }

    /** The path is dead until the other side is suspected; then the link goes on under other keys. */
    private void resume() {
        quiet();
        String ports = near.local().getPort() + ", " + far.local().getPort();
        Nft.run("add element inet " + table + " cut { " + ports + " }");
        await(() -> near.stats(far.self()).suspected());
        Nft.run("flush set inet " + table + " cut");
        long attempt = near.connect(far.local(), far.self());
        List<MeshSignal> signals = new ArrayList<>();
        await(() -> {
            near.drain(signals::add, 1_000);
            return signals.stream()
                    .anyMatch(s -> s instanceof MeshSignal.ConnectFailed failed
                            && failed.attempt() == attempt
                            && failed.reason() == ConnectFailure.SUPERSEDED);
        });
        assertTrue(signals.stream().noneMatch(s -> s instanceof MeshSignal.LinkDown), "the user sees one link");
    }

    private static void check(NetworkStats told, Nft.Count sent, Nft.Count got, Nft.Count ofTheOther) {
        assertTrue(sent.packets() > 1_000, "too little was sent to be measured: " + sent);
        within("bytes sent", sent.payloadBytes(), told.bytesSent());
        within("bytes received", got.payloadBytes(), told.bytesReceived());
        double lost = 100.0 * (ofTheOther.packets() - got.packets()) / ofTheOther.packets();
        assertTrue(lost > 3, "the kernel lost " + lost + " %");
        assertEquals(lost, told.packetLossPercent(), 0.5);
    }

    private static void within(String what, long counted, long told) {
        assertTrue(
                100 * Math.abs(told - counted) <= counted, what + ": told " + told + ", the kernel counted " + counted);
    }

    /** Nobody says anything new; what is on its way arrives. */
    private static void quiet() {
        LockSupport.parkNanos(300_000_000L);
    }

    private static void await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            LockSupport.parkNanos(1_000_000L);
        }
    }
}
