package worldmesh.world.vectors;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import worldmesh.world.component.AddWins;
import worldmesh.world.component.AddWinsMap;
import worldmesh.world.component.Bounded;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;
import worldmesh.world.component.Critical;
import worldmesh.world.component.EnableWins;
import worldmesh.world.component.Max;
import worldmesh.world.component.Min;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Schema;
import worldmesh.world.component.Tiles;
import worldmesh.world.space.Grid;
import worldmesh.world.trust.ReplicaCertificate;

/** Ids that follow from names and keys. */
final class IdVectors {
    private static final Schema SCHEMA = Schema.of(
            Wall.class,
            Body.class,
            Gold.class,
            Score.class,
            Tags.class,
            Open.class,
            Best.class,
            Least.class,
            Stock.class,
            Chunk.class,
            Gear.class,
            Dig.class);

    @Component("wall")
    record Wall(int colour) {}

    @Component("body")
    @Owned
    record Body(int x) {}

    @Component("gold")
    @Critical record Gold(long amount) {}

    @Component("score")
    @Counter
    record Score(long points) {}

    @Component("tags")
    @AddWins
    record Tags(Set<String> all) {}

    @Component("open")
    @EnableWins
    record Open(boolean open) {}

    @Component("best")
    @Max record Best(long points) {}

    @Component("least")
    @Min record Least(long millis) {}

    @Component("stock")
    @Bounded
    record Stock(long left) {}

    @Component("chunk")
    @Tiles
    record Chunk(Grid tiles) {}

    @Component("gear")
    @AddWinsMap
    record Gear(Map<String, String> slots) {}

    @CommandType("dig")
    record Dig(int depth) {}

    private IdVectors() {}

    static void write(Vectors out) {
        component(Wall.class, "register", "SHARED", out);
        component(Body.class, "register", "OWNED", out);
        component(Gold.class, "register", "CRITICAL", out);
        component(Score.class, "counter", "SHARED", out);
        component(Tags.class, "set", "SHARED", out);
        component(Open.class, "flag", "SHARED", out);
        component(Best.class, "greatest", "SHARED", out);
        component(Least.class, "least", "SHARED", out);
        component(Stock.class, "bounded", "SHARED", out);
        component(Chunk.class, "tiles", "SHARED", out);
        component(Gear.class, "map", "SHARED", out);
        String dig = Meaning.i32(SCHEMA.command(Dig.class).id());
        id("command-type", "command", Json.object("name", "dig"), dig, out);
        for (int i = 0; i < 6; i++) {
            Random random = new Random(i);
            Keys signer = Keys.of(i);
            long nonce = Meaning.number(random);
            boolean tenure = i % 2 == 1;
            ReplicaCertificate certificate = tenure
                    ? ReplicaCertificate.signTenure(Meaning.WORLD, signer, nonce)
                    : ReplicaCertificate.sign(Meaning.WORLD, signer, nonce);
            String key = Meaning.key(signer.publicKey());
            Map<String, Object> from = Json.object("tenure", tenure, "key", key, "nonce", Meaning.i64(nonce));
            from.put("world", Meaning.WORLD.hash().toString());
            id("replica-" + i, "replica", from, Meaning.i64(certificate.replica()), out);
            id("peer-" + i, "peer", Json.object("key", key), Meaning.peer(certificate.peer()), out);
        }
    }

    private static void component(Class<? extends Record> type, String kind, String trust, Vectors out) {
        String name = type.getAnnotation(Component.class).value();
        String id = Meaning.i32(SCHEMA.type(type).id());
        id("component-" + name, "component", Json.object("name", name, "kind", kind, "trust", trust), id, out);
    }

    private static void id(String name, String kind, Map<String, Object> from, String id, Vectors out) {
        out.means(name, "id", new byte[0], Json.object("kind", kind, "from", from, "id", id));
    }
}
