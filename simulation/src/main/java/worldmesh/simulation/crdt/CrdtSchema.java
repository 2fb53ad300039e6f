package worldmesh.simulation.crdt;

import java.util.List;
import java.util.Map;
import java.util.Set;
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
import worldmesh.world.component.MovableTree;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Schema;
import worldmesh.world.component.Text;
import worldmesh.world.component.Tiles;
import worldmesh.world.entity.EntityId;
import worldmesh.world.space.Grid;

/** A component of every kind and every class of trust. */
final class CrdtSchema {
    static final Schema SCHEMA = Schema.of(
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
            Sign.class,
            Quests.class,
            Mount.class);

    private CrdtSchema() {}

    @Component("crdt.wall")
    record Wall(int colour, String label) {}

    @Component("crdt.body")
    @Owned
    record Body(int x, int y) {}

    @Component("crdt.gold")
    @Critical record Gold(long amount) {}

    @Component("crdt.score")
    @Counter
    record Score(long points) {}

    @Component("crdt.tags")
    @AddWins
    record Tags(Set<String> all) {}

    @Component("crdt.open")
    @EnableWins
    record Open(boolean open) {}

    @Component("crdt.best")
    @Max record Best(long points) {}

    @Component("crdt.least")
    @Min record Least(long millis) {}

    @Component("crdt.stock")
    @Bounded
    record Stock(long left) {}

    @Component("crdt.chunk")
    @Tiles
    record Chunk(Grid tiles) {}

    @Component("crdt.gear")
    @AddWinsMap
    record Gear(Map<String, String> slots) {}

    @Component("crdt.sign")
    @Text
    record Sign(String text) {}

    @Component("crdt.quests")
    @ListOf(Integer.class)
    record Quests(List<Integer> numbers) {}

    @Component("crdt.mount")
    @MovableTree
    record Mount(EntityId parent) {}
}
