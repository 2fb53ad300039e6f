package worldmesh.peer.core;

import java.util.List;
import java.util.Set;
import worldmesh.world.component.AddWins;
import worldmesh.world.component.Component;
import worldmesh.world.component.Counter;
import worldmesh.world.component.EnableWins;
import worldmesh.world.component.Schema;

/** The test game with a component of every kind of cell and class of trust. */
final class NotificationGame extends TestGame {
    static final List<Class<? extends Record>> CELLS =
            List.of(Position.class, Block.class, Vein.class, Score.class, Tags.class, Open.class);

    @Component("score")
    @Counter
    record Score(long points) {}

    @Component("tags")
    @AddWins
    record Tags(Set<String> all) {}

    @Component("open")
    @EnableWins
    record Open(boolean open) {}

    @Override
    Schema schema() {
        return Schema.of(Position.class, Block.class, Vein.class, Score.class, Tags.class, Open.class, Dig.class);
    }
}
