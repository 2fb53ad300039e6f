package worldmesh.benchmarks.flood;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.SortedMap;
import worldmesh.benchmarks.actor.Turns;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Schema;
import worldmesh.world.trust.WorldManifest;

/** The host under attack: a real session with the real authority over a real store, in turns like a game's. */
public final class FloodHost implements AutoCloseable {
    private final World world;
    private final Session session;
    private final Turns turns;

    /** Founds the world in {@code store} and lays the vein. */
    public FloodHost(Path store, InetSocketAddress listen, int turnsPerSecond) {
        long period = 1_000_000_000L / turnsPerSecond;
        this.world = Diggings.describe().store(store).name("host").open();
        this.session =
                Session.host(world, "flooded", SessionOptions.defaults().quiet().listen(listen));
        this.turns = new Turns("flood-host", period, () -> session.update(period / 1e9), this::leave);
        session.submit(new Diggings.Lay());
        turns.start();
    }

    /** Where it listens. */
    public InetSocketAddress local() {
        return session.local();
    }

    /** The game. */
    public Schema schema() {
        return world.schema();
    }

    /** What members are shown: the world. */
    WorldManifest manifest() {
        WorldManifest manifest = world.manifest();
        if (manifest == null) {
            throw new IllegalStateException("the host has founded no world");
        }
        return manifest;
    }

    PeerId self() {
        return world.self();
    }

    /** What it let through and what not. */
    public Defence defence() {
        return turns.ask(() -> Defence.of(session.stats().byName(), session.authorityCounts()));
    }

    private void leave() {
        session.close();
        world.close();
    }

    @Override
    public void close() {
        turns.close();
    }

    /**
     * What a host held off.
     *
     * @param limited messages and commands over their sender's rate
     * @param rejected messages and commands that were refused for what they are
     */
    public record Defence(long limited, long rejected) {
        static Defence of(SortedMap<String, Long> session, SortedMap<String, Long> authority) {
            long limited = session.getOrDefault("messages_limited", 0L)
                    + session.getOrDefault("commands_limited", 0L)
                    + authority.getOrDefault("refused_too_many", 0L);
            long rejected = session.getOrDefault("messages_malformed", 0L)
                    + session.getOrDefault("messages_unexpected", 0L)
                    + authority.getOrDefault("commands_rejected", 0L);
            for (var count : authority.entrySet()) {
                boolean refusal =
                        count.getKey().startsWith("refused_") && !count.getKey().equals("refused_too_many");
                rejected += refusal ? count.getValue() : 0;
            }
            return new Defence(limited, rejected);
        }
    }
}
