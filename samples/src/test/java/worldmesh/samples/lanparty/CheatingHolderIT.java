package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.CommandHandle;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.cheat.Attempt;
import worldmesh.samples.cheat.Evidence;
import worldmesh.samples.cheat.MintingRules;
import worldmesh.samples.cheat.RogueMember;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.rule.RuleBook;

/** A party whose holder runs other rules than all others: over real links, with real stores, in one process. */
class CheatingHolderIT {
    private static final long WAIT_NANOS = 30_000_000_000L;

    /** Issue 3: the first ack under the new epoch comes within two seconds of the end of the old one. */
    private static final long DEPOSED_MILLIS_MAX = 2_000;

    @TempDir
    Path directory;

    private final AtomicBoolean turned = new AtomicBoolean();
    private final List<Player> players = new ArrayList<>();
    private @Nullable RogueMember rogue;

    private final class Player {
        private final World world;
        private final Session session;
        private final List<PartyNoticeEvent> deposed = new ArrayList<>();
        private @Nullable Entity avatar;

        Player(String name, RuleBook rules, @Nullable InetSocketAddress host) {
            world = GameWorld.builder()
                    .rules(rules)
                    .name(name)
                    .store(directory.resolve(name))
                    .open();
            SessionOptions options = SessionOptions.defaults()
                    .quiet()
                    .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            session = host == null
                    ? Session.host(world, "Island", options)
                    : Session.join(world, HostPort.format(host), options);
            session.on(PartyNoticeEvent.class, event -> {
                if (event.notice().kind() == AuthorityNotice.Kind.DEPOSED) {
                    deposed.add(event);
                }
            });
            players.add(this);
        }

        CommandHandle enter() {
            Entity born = world.spawn(new Pose(Footing.START, Footing.START), new Avatar(world.name(), 0));
            avatar = born;
            return session.submit(new Enter(born.id()));
        }

        @Nullable PeerId holder() {
            AuthorityStatus status = session.authorityStatus();
            return status == null ? null : status.holder();
        }

        int roster() {
            AuthorityStatus status = session.authorityStatus();
            return status == null ? 0 : status.roster().size();
        }

        long goldOf(Entity other) {
            Gold gold = world.entity(other.id()).get(Gold.class, View.CONFIRMED);
            return gold == null ? 0 : gold.gold();
        }
    }

    @AfterEach
    void leave() {
        players.forEach(player -> {
            player.session.close();
            player.world.close();
        });
    }

    @Test
    void aHolderThatMintsGoldIsDeposedAndNothingItMintedIsKept() {
        Player ann = new Player("ANN", MintingRules.book(turned::get), null);
        List<CommandHandle> born = new ArrayList<>(Awaken.island(ann.world.self()).stream()
                .map(ann.session::submit)
                .toList());
        Player bob = new Player("BOB", GameRules.book(), ann.session.local());
        Player cat = new Player("CAT", GameRules.book(), ann.session.local());
        until(() -> players.stream().allMatch(player -> player.session.isConnected()));
        players.forEach(player -> born.add(player.enter()));
        until(() -> born.stream().noneMatch(CommandHandle::isPending));
        until(() -> players.stream().allMatch(player -> player.roster() == 3));
        assertEquals(ann.world.self(), bob.holder());

        long begin = SystemClock.INSTANCE.nanoTime();
        turned.set(true);
        ann.session.submit(new Step(2, 2));
        until(() -> bob.deposed.size() + cat.deposed.size() == 2);
        CommandHandle step = cat.session.submit(new Step(3, 3));
        until(() -> !step.isPending());
        long deposedMillis = (SystemClock.INSTANCE.nanoTime() - begin) / 1_000_000;

        assertTrue(step.outcome().join().accepted(), step.outcome().join().toString());
        assertTrue(deposedMillis < DEPOSED_MILLIS_MAX, "deposed after " + deposedMillis + " ms");
        for (Player honest : List.of(bob, cat)) {
            assertEquals(ann.world.self(), honest.deposed.get(0).notice().subject());
            assertNotEquals(ann.world.self(), honest.holder());
            assertEquals(0, honest.goldOf(Objects.requireNonNull(ann.avatar)));
        }
        assertEquals(bob.holder(), cat.holder());
        leave();
        players.clear();
        for (String honest : List.of("BOB", "CAT")) {
            StoreAudit audit = StoreAudit.of(directory.resolve(honest), GameWorld.schema(), Ed25519Verifier.INSTANCE);
            assertEquals(List.of(), audit.problems(), honest);
            assertEquals(0, Objects.requireNonNull(audit.assets().get("gold")).sum());
            assertTrue(
                    audit.assets().get("gold").circulating() < MintingRules.LOOT,
                    audit.assets().toString());
        }
    }

    /** What it makes up is what anybody may do; only that they did not. */
    @Test
    void aHolderThatActsInTheNamesOfOthersIsDeposedAndNothingOfItIsKept() {
        List<Attempt> forged;
        try (RogueMember eve = RogueMember.hosting(
                directory.resolve("EVE"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            rogue = eve;
            Player bob = new Player("BOB", GameRules.book(), eve.local());
            Player cat = new Player("CAT", GameRules.book(), eve.local());
            until(() -> players.stream().allMatch(player -> player.session.isConnected()));
            List<CommandHandle> born = players.stream().map(Player::enter).toList();
            until(() -> born.stream().noneMatch(CommandHandle::isPending) && eve.isPlaying(2));
            until(() -> players.stream().allMatch(player -> player.roster() == 3));
            assertEquals(eve.self(), bob.holder());

            forged = eve.impersonate();
            until(() -> bob.deposed.size() + cat.deposed.size() == 2);
            CommandHandle step = cat.session.submit(new Step(Footing.START, Footing.START + 0.25f));
            until(() -> !step.isPending());

            assertTrue(step.outcome().join().accepted(), step.outcome().join().toString());
            assertEquals(eve.self(), bob.deposed.get(0).notice().subject());
            assertNotEquals(eve.self(), cat.holder());
        } finally {
            rogue = null;
        }
        leave();
        players.clear();
        assertEquals(4, forged.size());
        for (String honest : List.of("BOB", "CAT")) {
            StoreAudit audit = StoreAudit.of(directory.resolve(honest), GameWorld.schema(), Ed25519Verifier.INSTANCE);
            assertEquals(List.of(), audit.problems(), honest);
            Evidence evidence = Evidence.of(directory.resolve(honest));
            assertTrue(forged.stream().noneMatch(attempt -> attempt.workedAt(evidence)), honest);
        }
    }

    private void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            players.forEach(player -> player.session.update(0.005));
            if (rogue != null) {
                rogue.turn();
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
