package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.cheat.Attempt;
import worldmesh.samples.cheat.Evidence;
import worldmesh.samples.cheat.RogueMember;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;

/** Three honest players and one with a changed program, over real links: judged from the stores of the honest ones. */
class HostileMemberIT {
    private static final long WAIT_NANOS = 30_000_000_000L;
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final List<String> HONEST = List.of("ANN", "BOB", "CAT");

    @TempDir
    Path directory;

    @Test
    void noCheatOfAMemberChangesAnythingInAnyHonestStore() {
        List<Attempt> tried;
        String digest;
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            List<Peers.Peer> all = List.of(ann, peers.join("BOB", ann), peers.join("CAT", ann));
            all.forEach(peer -> Peers.await(peer.playing));
            try (RogueMember rogue =
                    new RogueMember(directory.resolve("EVE"), LOOPBACK, HostPort.parse(Peers.await(ann.address)))) {
                until(rogue, () -> rogue.isPlaying(HONEST.size()));
                tried = new ArrayList<>(rogue.cheat());
                play(rogue, 1_500);
                tried.addAll(rogue.lie());
                play(rogue, 1_500);
                until(
                        rogue,
                        () -> all.stream().map(peer -> peer.digest).distinct().count() == 1);
                // A lie about an epoch makes the holder stand again, and another may win: who holds the role bans.
                for (int i = 0; i < all.size(); i++) {
                    peers.tell(i, "ban EVE cheats");
                }
                until(rogue, rogue::isOver);
            }
            all.forEach(this::refusesTheBannedKey);
            peers.tell(1, "chop");
            until(() -> all.stream().allMatch(peer -> peer.waiting == 0));
            until(() -> all.stream().map(peer -> peer.digest).distinct().count() == 1);
            digest = ann.digest;
            assertTrue(ann.told.contains("<> EVE joined"), ann.told.toString());
        }

        Set<Attempt.Cheat> kinds = tried.stream().map(Attempt::cheat).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Attempt.Cheat.class), kinds);
        assertEquals(64, digest.length());
        for (String name : HONEST) {
            Evidence evidence = Evidence.of(directory.resolve(name));
            assertEquals(
                    List.of(),
                    tried.stream().filter(cheat -> cheat.workedAt(evidence)).toList(),
                    name);
        }
    }

    /** The cheater comes back with its key at one member. */
    private void refusesTheBannedKey(Peers.Peer member) {
        try (RogueMember rogue =
                new RogueMember(directory.resolve("EVE"), LOOPBACK, HostPort.parse(Peers.await(member.address)))) {
            until(rogue, rogue::isOver);
            assertFalse(rogue.isPlaying(1));
        }
        until(() -> !member.lastTold("banned: cheats").isEmpty());
    }

    @Test
    void aHostThatForgetsTheEnvelopeIsFoundOut() {
        List<Attempt> tried;
        try (World world = GameWorld.builder()
                        .rules(withoutEnvelope())
                        .name("ANN")
                        .store(directory.resolve("ANN"))
                        .open();
                Session session = Session.host(
                        world, "Leaky island", SessionOptions.defaults().quiet().listen(LOOPBACK));
                RogueMember rogue = new RogueMember(directory.resolve("EVE"), LOOPBACK, session.local())) {
            Awaken.island(world.self()).forEach(session::submit);
            until(rogue, () -> {
                session.update(0.01);
                return rogue.isPlaying(1);
            });
            tried = rogue.cheat();
            until(rogue, () -> {
                session.update(0.01);
                return isFar(rogue.footing());
            });
        }

        Evidence evidence = Evidence.of(directory.resolve("ANN"));
        Set<Attempt.Cheat> worked = tried.stream()
                .filter(cheat -> cheat.workedAt(evidence))
                .map(Attempt::cheat)
                .collect(Collectors.toSet());
        assertEquals(EnumSet.of(Attempt.Cheat.TELEPORT), worked);
    }

    private static boolean isFar(@Nullable Footing footing) {
        return footing != null && footing.x() > Footing.START + 20;
    }

    /** The rules of the game, but whoever asks to stand somewhere stands there. */
    private static RuleBook withoutEnvelope() {
        RuleBook honest = GameRules.book();
        Rules leaky = Rules.builder();
        for (Class<?> command : honest.commands()) {
            if (command != Step.class) {
                leaky.on(command.asSubclass(Record.class), honest::decide);
            }
        }
        return leaky.on(Step.class, HostileMemberIT::stand).build();
    }

    private static Decision stand(Step step, RuleView view) {
        EntityId[] own = new EntityId[1];
        view.each(
                Vitals.class,
                (entity, vitals) -> own[0] = Objects.equals(view.player(), view.owner(entity)) ? entity : own[0]);
        return own[0] == null
                ? Decision.reject("enter first")
                : Decision.accept(new Effect.Set(own[0], new Footing(step.x(), step.y(), view.worldMillis())));
    }

    private static void play(RogueMember rogue, long millis) {
        long end = SystemClock.INSTANCE.nanoTime() + millis * 1_000_000;
        while (SystemClock.INSTANCE.nanoTime() < end) {
            turn(rogue);
        }
    }

    private static void until(RogueMember rogue, BooleanSupplier condition) {
        until(() -> {
            turn(rogue);
            return condition.getAsBoolean();
        });
    }

    private static void turn(RogueMember rogue) {
        rogue.turn();
        LockSupport.parkNanos(5_000_000);
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(2_000_000);
        }
    }
}
