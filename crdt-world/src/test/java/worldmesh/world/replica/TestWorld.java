package worldmesh.world.replica;

import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.world.component.Account;
import worldmesh.world.component.AddWins;
import worldmesh.world.component.AddWinsMap;
import worldmesh.world.component.Bounded;
import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;
import worldmesh.world.component.Critical;
import worldmesh.world.component.EnableWins;
import worldmesh.world.component.ListOf;
import worldmesh.world.component.Max;
import worldmesh.world.component.Min;
import worldmesh.world.component.Motion;
import worldmesh.world.component.MovableTree;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Schema;
import worldmesh.world.component.Text;
import worldmesh.world.component.Tiles;
import worldmesh.world.entity.EntityId;
import worldmesh.world.space.Grid;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** A small world for tests: its schema, root, and replicas on demand. */
final class TestWorld {
    static final long NOON = 1_700_000_000_000L;
    static final Schema SCHEMA = Schema.of(
            Position.class,
            Block.class,
            Purse.class,
            Score.class,
            Tags.class,
            Open.class,
            Best.class,
            Least.class,
            Stock.class,
            Chunk.class,
            Gear.class,
            Sign.class,
            Quests.class,
            Mount.class);

    final HashSigner.Keyring keys = new HashSigner.Keyring();
    final HashSigner root = keys.signer(-1);
    final WorldManifest manifest;

    TestWorld() {
        this(Hosting.HOSTED);
    }

    TestWorld(Hosting hosting) {
        manifest = WorldManifest.found("test", Membership.OPEN, hosting, new WorldManifest.Founding(NOON, 7), root);
    }

    @Component("pos")
    @Owned
    @Motion
    record Position(
            @Quantized(0.01) float x, @Quantized(0.01) float y) {}

    @Component("block")
    record Block(int colour, String label) {}

    @Component("purse")
    @Critical @Account
    record Purse(long gold) {}

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

    @Component("sign")
    @Text
    record Sign(String text) {}

    @Component("quests")
    @ListOf(String.class)
    record Quests(List<String> names) {}

    @Component("mount")
    @MovableTree
    record Mount(EntityId parent) {}

    ReplicaIdentity identity(long peer, long opening) {
        return ReplicaIdentity.draw(manifest.worldId(), keys.signer(peer), opening);
    }

    ReplicaIdentity tenure(long peer, long opening) {
        return ReplicaIdentity.drawTenure(manifest.worldId(), keys.signer(peer), opening);
    }

    Replica replica(long peer) {
        return replica(peer, ReplicaLimits.DEFAULT);
    }

    Replica replica(long peer, ReplicaLimits limits) {
        return new Replica(new Replica.Setup(manifest, SCHEMA, identity(peer, 1), keys, OwnershipCheck.STRICT, limits));
    }

    Grant grant(long epoch, long peer) {
        return Grant.sign(manifest.worldId(), epoch, keys.signer(peer).publicKey(), null, root);
    }
}
