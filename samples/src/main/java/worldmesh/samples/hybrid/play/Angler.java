package worldmesh.samples.hybrid.play;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.peer.CommandHandle;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.peer.topic.TopicKind;
import worldmesh.runtime.metrics.ProcessLoad;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.hybrid.pond.Fish;
import worldmesh.samples.hybrid.pond.PondWorld;

/**
 * One peer of the party: talks all the time ({@link Voice}); says a line now and then; fishes by commands. Writes down
 * what it did and heard, and when. Confined to one thread.
 */
final class Angler implements AutoCloseable {
    private static final long FISH_NANOS = 250_000_000;
    private static final long CHAT_NANOS = 2_000_000_000;

    /** All of a long party stays on the disks, so that the checker finds every command. */
    private static final int LOG_KEPT = 1_000_000;

    private final World world;
    private final Session session;
    private final Voice voice;
    private final Diary diary;
    private final Pulse pulse = new Pulse(Pulse.ANGLERS_NANOS);
    private final Map<Integer, CommandHandle> open = new LinkedHashMap<>();
    private boolean talks;
    private long nextFishNanos;
    private long nextLineNanos;
    private int lines;
    private int wishes;

    /** Opens a peer that hosts, where {@code host} is empty, or joins there. */
    Angler(AnglerFiles files, String host) {
        this.diary = new Diary(files.diary());
        this.world = PondWorld.builder()
                .store(files.store())
                .receipts(files.receipts())
                .name(files.name())
                .open();
        SessionOptions options = SessionOptions.defaults()
                .session(settings())
                .ice(new IceSettings(false, List.of())) // on one machine there is no way to look for
                .quiet()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.session = host.isEmpty() ? Session.host(world, "pond", options) : Session.join(world, host, options);
        this.voice = new Voice(session.topic("voice", TopicKind.FRAMES), new Diary(files.voice()));
        session.chat().onMessage(this::onLine);
        session.on(CommandProvisionalEvent.class, event -> diary.note("provisional", now()));
        diary.note("self", world.self());
    }

    private static SessionSettings settings() {
        SessionSettings usual = SessionSettings.defaults();
        return usual.withLogEntriesKept(LOG_KEPT);
    }

    private static long now() {
        return SystemClock.INSTANCE.nanoTime();
    }

    /** Where it listens. */
    String address() {
        return HostPort.format(session.local());
    }

    /** True once it is in the party and sees its world. */
    boolean plays() {
        return session.isConnected() && world.isFounded();
    }

    /** From now on it talks, chats and fishes. */
    void warm() {
        long now = now();
        talks = true;
        voice.begin();
        // Not all at once: players do not breathe in step.
        nextFishNanos = now + Math.floorMod(world.self().hashCode(), FISH_NANOS);
        nextLineNanos = now + Math.floorMod(world.self().hashCode() * 31L, CHAT_NANOS);
    }

    /** From now on frames count. */
    void begin() {
        diary.note("begin", now());
        diary.note("cpu", ProcessLoad.cpuMillis());
    }

    /** From now on it only listens. */
    void rest() {
        if (talks) {
            talks = false;
            voice.rest();
            diary.note("rest", now());
            diary.note("cpu", ProcessLoad.cpuMillis());
        }
    }

    /** One turn. */
    void turn(double seconds) {
        session.update(seconds);
        long now = now();
        noteAnswers(now);
        if (talks) {
            if (now >= nextLineNanos) {
                nextLineNanos += CHAT_NANOS;
                String line = world.self().brief() + "/" + lines++;
                diary.note("says", line, now);
                session.chat().send(line);
            }
            if (now >= nextFishNanos) {
                nextFishNanos += FISH_NANOS;
                fish(now);
            }
        }
        pulse.take((from, to) -> diary.note("stall", from, to));
        diary.turn();
    }

    private void fish(long now) {
        int wish = wishes++;
        diary.note("wish", wish, now);
        open.put(wish, session.submit(new Fish()));
    }

    private void noteAnswers(long now) {
        open.entrySet().removeIf(wish -> {
            CommandHandle handle = wish.getValue();
            if (handle.isPending()) {
                return false;
            }
            boolean caught = handle.outcome().join().accepted();
            diary.note(caught ? "caught" : "refused", wish.getKey(), now, session.epoch());
            return true;
        });
    }

    private void onLine(MessageEvent event) {
        diary.note("hears", event.text(), now());
    }

    /** What it says of itself: its part in the authority, the epoch, and how many disks count. */
    String standing() {
        AuthorityStatus status = session.authorityStatus();
        return status == null
                ? "NONE 0 0"
                : status.role() + " " + status.epoch() + " " + status.roster().size();
    }

    /** How many players it is linked with, itself included. */
    int players() {
        return session.peers().size();
    }

    /** Its world if nothing of its own is on the way, else what is. */
    String quiet() {
        return open.isEmpty() && session.unansweredCommands() == 0
                ? world.digest()
                : open.size() + "-open-at-" + world.self();
    }

    @Override
    public void close() {
        rest();
        voice.close();
        diary.note("refusals", session.stats().refusedTopics());
        session.close();
        world.close();
        pulse.close();
        diary.close();
    }
}
