package worldmesh.authority.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.pipeline.Mines.Sign;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.Undo;
import worldmesh.peer.World;
import worldmesh.world.replica.Authorship;
import worldmesh.world.replica.PastWorld;
import worldmesh.world.replica.Undone;

/** The past of a world as a game asks for it: over a store, also after it was opened again. */
@NullUnmarked // an unexpected null fails the test anyway
@Timeout(60)
class WorldHistoryIT {
    @TempDir
    Path dir;

    private World open() {
        return new MinesGame().describe().store(dir).name("ann").open();
    }

    private static Session host(World world) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Session.host(world, "friday", SessionOptions.defaults().listen(anyPort));
    }

    /** Another millisecond of world time. */
    private static void later(World world, Session session) {
        long now = world.worldMillis();
        while (world.worldMillis() <= now + 1) {
            session.update(0.002);
        }
    }

    @Test
    void aWorldShowsItsPastNamesWhoWroteAndTakesItBack() {
        long then;
        Entity sign;
        try (World world = open();
                Session session = host(world)) {
            later(world, session);
            sign = world.spawn(new Sign("first"));
            later(world, session);
            then = world.worldMillis();
            later(world, session);
            Undo undo = world.undo();
            undo.record(() -> sign.set(new Sign("second")));
            later(world, session);

            PastWorld past = world.at(then);

            assertEquals(new Sign("first"), past.get(sign.id(), Sign.class));
            assertFalse(world.at(then - 60_000).exists(sign.id()));
            List<Authorship> written = sign.audit(Sign.class);
            assertEquals(2, written.size());
            assertEquals(world.self(), written.get(1).author());
            assertTrue(written.get(1).shows() && !written.get(0).shows());
            assertEquals(new Undone(1, 0), undo.undo());
            assertEquals(new Sign("first"), sign.get(Sign.class));
            assertEquals(new Undone(1, 0), undo.redo());
            later(world, session);
        }
        try (World again = open()) {
            assertEquals(new Sign("second"), again.entity(sign.id()).get(Sign.class));
            assertTrue(again.oldestMillis() <= then);
            assertEquals(new Sign("first"), again.at(then).get(sign.id(), Sign.class));
        }
    }
}
