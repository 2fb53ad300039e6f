package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.EntitySpawnedEvent;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.NoticeEvent;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.model.Block;
import worldmesh.samples.lanparty.page.Pages;
import worldmesh.samples.lanparty.play.Audience;
import worldmesh.samples.lanparty.play.Party;

/** Each of the five kinds of events, caused by what a player types and heard by another player's session. */
class EventKindsIT {
    private static final long WAIT_NANOS = 30_000_000_000L;

    @TempDir
    Path directory;

    private final List<Event> heard = new ArrayList<>();
    private final List<Party> players = new ArrayList<>();

    private World world(String name) {
        return GameWorld.builder().name(name).store(directory.resolve(name)).open();
    }

    private Party player(World world, Session session) {
        Audience nobody = new Audience() {
            @Override
            public void heard(String author, int colour, String text) {}

            @Override
            public void noticed(Tone tone, String text) {}
        };
        Party party = new Party(world, session, new Pages(), nobody, SystemClock.INSTANCE, () -> "127.0.0.1");
        players.add(party);
        return party;
    }

    private void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, () -> "waited in vain, heard " + heard);
            players.forEach(player -> player.tick(0.01f));
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** What {@code line} of {@code player} causes: an event of that kind and type, none of which came before. */
    private <E extends Event> E caused(Party player, String line, Event.Kind kind, Class<E> type) {
        heard.clear();
        player.line(line);
        until(() -> heard.stream().anyMatch(type::isInstance));
        E event = heard.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
        assertTrue(event.kind() == kind && event.worldMillis() > 0, event.toString());
        return event;
    }

    @Test
    void everyKindHasACauseInTheGame() {
        SessionOptions here = SessionOptions.defaults()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .quiet();
        try (World one = world("ANN");
                Session host = Session.host(one, "test", here);
                World two = world("BOB");
                Session guest = Session.join(two, "127.0.0.1:" + host.local().getPort(), here)) {
            Party ann = player(one, host);
            Party bob = player(two, guest);
            until(() -> ann.isPlaying() && bob.isPlaying());
            guest.on(EnumSet.allOf(Event.Kind.class), heard::add);

            EntitySpawnedEvent spawned = caused(ann, "place red", Event.Kind.WORLD_EVENT, EntitySpawnedEvent.class);
            until(() -> updateOf(Block.class));
            MessageEvent said = caused(ann, "say hello", Event.Kind.PLAYER_ACTION, MessageEvent.class);
            EntityUpdateEvent walked = caused(ann, "walk e 1", Event.Kind.STATE_UPDATE, EntityUpdateEvent.class);
            NoticeEvent notice =
                    caused(ann, "announce maintenance in 10 min", Event.Kind.SYSTEM_MESSAGE, NoticeEvent.class);
            CommandRejectedEvent rejected =
                    caused(bob, "give ANN 1000", Event.Kind.ERROR_NOTIFICATION, CommandRejectedEvent.class);

            assertTrue(spawned.sector().scale() == 0 && walked.sector().scale() == 0, "both name their sector");
            assertTrue(said.text().equals("hello") && said.authorName().equals("ANN"), said.toString());
            assertTrue(notice.text().equals("maintenance in 10 min"), notice.toString());
            assertTrue(rejected.reason().contains("gold"), rejected.reason());
        }
    }

    private boolean updateOf(Class<? extends Record> type) {
        return heard.stream().anyMatch(event -> event instanceof EntityUpdateEvent update && update.type() == type);
    }
}
