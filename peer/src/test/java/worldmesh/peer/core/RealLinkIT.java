package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.entity.EntityId;
import worldmesh.world.trust.Membership;

/** Sessions over real links: UDP on loopback, TLS 1.3, the mesh's own threads. */
class RealLinkIT {
    private static final Clock CLOCK = SystemClock.INSTANCE;

    private final SecureRandom random = new SecureRandom();
    private final TestGame game = new TestGame();
    private final List<Player> players = new ArrayList<>();

    private final class Player {
        private final Ed25519Signer signer;
        private final MemoryStore store;
        private final UdpDatagramPort udp;
        private final Mesh mesh;
        private final SessionCore session;
        private final LocalWorld world;

        Player(Ed25519Signer signer, MemoryStore store, int port) {
            this.signer = signer;
            this.store = store;
            InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            udp = UdpDatagramPort.open(listen);
            mesh = Mesh.open(MeshSettings.defaults(), signer, udp, CLOCK, random);
            world = new LocalWorld(
                    new WorldParts(
                            game.schema(),
                            game.rules(),
                            game.sectors(),
                            signer,
                            Ed25519Verifier.INSTANCE,
                            store,
                            ReceiptSink.NONE,
                            "player"),
                    random.nextLong());
            session = new SessionCore(world, SessionSettings.defaults(), mesh, random.nextLong());
            players.add(this);
        }

        void host() {
            HostRequest request = new HostRequest("party", Membership.OPEN, new TestAuthority(), random.nextLong());
            session.host(request, CLOCK.nanoTime(), CLOCK.wallMillis());
        }

        void join(Player host) {
            session.join(host.mesh.local(), JoinRequest.ANYBODY, CLOCK.nanoTime(), CLOCK.wallMillis());
        }

        void leave() {
            session.close();
            mesh.close();
            players.remove(this);
        }

        /** Falls silent first, so that no farewell gets out. */
        void kill() {
            udp.close();
            mesh.close();
            players.remove(this);
        }
    }

    private Player player() {
        return new Player(Ed25519Signer.generate(random), new MemoryStore(), 0);
    }

    private long runUntil(BooleanSupplier done, long millisMax) {
        long begin = CLOCK.nanoTime();
        while (!done.getAsBoolean() && (CLOCK.nanoTime() - begin) / 1_000_000 < millisMax) {
            players.forEach(each -> each.session.update(CLOCK.nanoTime(), CLOCK.wallMillis()));
            LockSupport.parkNanos(2_000_000);
        }
        return (CLOCK.nanoTime() - begin) / 1_000_000;
    }

    @AfterEach
    void closeAll() {
        players.forEach(each -> each.mesh.close());
    }

    @Test
    void aJoinerIsInWithinTwoSecondsAndSharesTheWorld() {
        Player host = player();
        host.host();
        EntityId block = host.world.spawn(null, new Block(3));
        Player joiner = player();
        joiner.join(host);

        long millis = runUntil(() -> joiner.session.state() == SessionState.CONNECTED, 5_000);

        assertTrue(millis < 2_000, "joined after " + millis + " ms");
        assertEquals(new Block(3), joiner.world.drawn(block, Block.class));
    }

    @Test
    void aKilledAndRestartedHostIsBackInThePartyWithinTwoSeconds() {
        restart(Player::kill);
    }

    @Test
    void aHostThatLeftAndComesBackIsBackInThePartyWithinTwoSeconds() {
        restart(Player::leave);
    }

    private void restart(Consumer<Player> end) {
        Player host = player();
        host.host();
        Player joiner = player();
        joiner.join(host);
        runUntil(() -> joiner.session.state() == SessionState.CONNECTED, 5_000);
        int port = host.mesh.local().getPort();
        end.accept(host);
        runUntil(() -> false, 1_500);

        Player again = new Player(host.signer, host.store, port);
        again.host();
        long millis = runUntil(
                () -> joiner.session.epoch() == 2 && again.session.peers().size() == 2, 8_000);

        assertTrue(millis < 2_000, "back after " + millis + " ms");
        EntityId block = joiner.world.spawn(null, new Block(4));
        runUntil(() -> again.world.exists(block), 2_000);
        assertEquals(new Block(4), again.world.drawn(block, Block.class));
    }
}
