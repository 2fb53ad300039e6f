package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.CommandHandle;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.world.entity.EntityId;

/** Who is found by name and place depends on who is here: only a world of several players has such. */
@Timeout(60)
class OthersIT {
    @TempDir
    Path directory;

    private final List<World> worlds = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<CommandHandle> asked = new ArrayList<>();
    private final Set<PeerId> present = new HashSet<>();

    /** A player of that name, whose store has another. */
    private Entity joins(String store, String name, int colour) {
        World world =
                GameWorld.builder().name(name).store(directory.resolve(store)).open();
        SessionOptions options =
                SessionOptions.defaults().quiet().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Session session = sessions.isEmpty()
                ? Session.host(world, "Island", options)
                : Session.join(world, HostPort.format(sessions.get(0).local()), options);
        worlds.add(world);
        sessions.add(session);
        if (sessions.size() == 1) {
            Awaken.island(world.self()).forEach(quarter -> asked.add(session.submit(quarter)));
        }
        until(() -> session.isConnected() && asked.stream().noneMatch(CommandHandle::isPending));
        return world.spawn(new Pose(Footing.START, Footing.START), new Avatar(name, colour));
    }

    private void enters(int player, Entity avatar) {
        CommandHandle entering = sessions.get(player).submit(new Enter(avatar.id()));
        until(() -> !entering.isPending());
        assertTrue(entering.outcome().join().accepted());
        EntityId body = avatar.id();
        until(() -> new Others(worlds.get(0), () -> present)
                .avatars().stream().anyMatch(seen -> seen.id().equals(body)));
    }

    private void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sessions.forEach(session -> session.update(0.01));
            SystemClock.INSTANCE.park(2_000_000);
        }
    }

    @AfterEach
    void leave() {
        sessions.forEach(Session::close);
        worlds.forEach(World::close);
    }

    private static List<EntityId> ids(List<Entity> entities) {
        return entities.stream().map(Entity::id).toList();
    }

    @Test
    void whoIsHereIsPreferredToWhoOnceWas() {
        Entity ann = joins("ann", "ANN", 1);
        enters(0, ann);
        Entity bob = joins("bob", "BOB", 2);
        Entity second = joins("bob2", "BOB", 3);
        Others others = new Others(worlds.get(0), () -> present);
        until(() -> others.avatars().size() == 3);
        assertEquals(List.of(), others.here(), "who has not entered is not in the game");
        enters(1, bob);
        enters(2, second);
        until(() -> others.playing().size() == 2);

        assertEquals(ann.id(), others.mine().orElseThrow().id());
        assertEquals(ids(others.playing()), ids(others.here()), "nobody is linked: all count who ever played");
        present.add(worlds.get(2).self());
        assertEquals(List.of(second.id()), ids(others.here()));
        assertEquals(second.id(), others.named("bob").orElseThrow().id());
        present.clear();
        present.add(worlds.get(1).self());
        assertEquals(List.of(bob.id()), ids(others.here()));
        assertEquals(bob.id(), others.named("Bob").orElseThrow().id());
        assertTrue(others.named("EVE").isEmpty());

        present.clear();
        present.add(worlds.get(0).self());
        assertEquals(2, others.here().size(), "oneself is nobody else");
        assertEquals(3, others.colour(worlds.get(2).self()));
        assertEquals(
                Map.of(worlds.get(1).self(), 2),
                others.colours(Set.of(worlds.get(1).self())));
    }
}
